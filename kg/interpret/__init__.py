"""From a document as the file has it to what it says: layout first, then the facts, driven by a profile."""
