"""`kg completion`: the script that a shell needs to complete commands, options and codes."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class


@click.command(
    "completion",
    epilog="""\b
Examples:
  kg completion bash > ~/.local/share/bash-completion/completions/kg
  kg completion zsh  > "${fpath[1]}/_kg"
  kg completion fish > ~/.config/fish/completions/kg.fish""",
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion_command(shell: str) -> None:
    """Print the completion script of a SHELL."""
    root = click.get_current_context().find_root()
    script = get_completion_class(shell)
    assert script is not None
    click.echo(script(root.command, {}, "kg", "_KG_COMPLETE").source())
