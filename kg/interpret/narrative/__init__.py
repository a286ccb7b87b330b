"""Running text: paragraphs and lists made whole, what each is about, and what stands in it."""
