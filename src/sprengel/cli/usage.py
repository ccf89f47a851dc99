"""Help and wrong use in the reader's language.

Typer speaks English only; what it says itself (panel titles, "Usage", errors) is put into our
words here, so that a command line does not change its language in mid-sentence.
"""

from __future__ import annotations

import sys
from typing import Any

import typer
from typer.core import TyperGroup

from sprengel.cli.text import _, pgettext

_WRONG_USE = 2
_INTERRUPTED = 130


class _Formatter(typer.Context.formatter_class):  # type: ignore[name-defined,misc]
    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        args = args.replace("[OPTIONS]", _("[OPTIONEN]")).replace(
            "COMMAND [ARGS]...", _("BEFEHL [ANGABEN]…")
        )
        super().write_usage(prog, args, prefix or _("Aufruf: "))


class _Context(typer.Context):
    formatter_class = _Formatter


class GermanGroup(TyperGroup):
    context_class = _Context

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        command = super().get_command(ctx, cmd_name)
        if command is not None:
            command.context_class = _Context
            _explain_help_option(command.get_help_option(ctx))
        return command

    def get_help_option(self, ctx: Any) -> Any:
        option = super().get_help_option(ctx)
        _explain_help_option(option)
        return option


def _explain_help_option(option: Any) -> None:
    if option is not None:
        option.help = _("Diese Hilfe zeigen")


def _name_panels() -> None:
    from typer import rich_utils  # late: it brings all of rich

    rich_utils.ARGUMENTS_PANEL_TITLE = pgettext("Befehlszeile", "Angaben")
    rich_utils.OPTIONS_PANEL_TITLE = _("Optionen")
    rich_utils.COMMANDS_PANEL_TITLE = _("Befehle")
    rich_utils.DEFAULT_STRING = _("[sonst: {}]")
    rich_utils.REQUIRED_LONG_STRING = _("[nötig]")


def told_wrong_use(app: typer.Typer) -> int:
    """Run the command line; its exit code, after wrong use has been explained in a sentence."""
    if "--help" in sys.argv:
        _name_panels()
    try:
        code = app(standalone_mode=False)
    except Exception as e:
        # Typer brings its own copy of click, whose errors have no public name; they all can
        # format their message, and nothing else can.
        if not hasattr(e, "format_message"):
            raise
        typer.echo(_sentence(e), err=type(e).__name__ != "NoArgsIsHelpError")
        return _WRONG_USE
    except KeyboardInterrupt:
        return _INTERRUPTED
    return code if isinstance(code, int) else 0


def _sentence(error: Any) -> str:
    kind = type(error).__name__
    if kind == "NoArgsIsHelpError":
        return str(error.format_message())
    command = error.ctx.command_path if error.ctx is not None else "sprengel"
    more = _("Hilfe: %(command)s --help") % {"command": command}
    return f"{_what_is_wrong(error, kind)} {more}"


def _what_is_wrong(error: Any, kind: str) -> str:
    if kind == "NoSuchOption":
        return _("Die Option %(option)s gibt es nicht.") % {"option": error.option_name}
    if kind == "MissingParameter" and error.param is not None:
        return _("Es fehlt: %(what)s.") % {"what": _name(error)}
    if kind == "BadParameter" and error.param is not None:
        if error.param.metavar and error.param.param_type_name == "option":
            return _("%(what)s: Dieser Wert ist nicht möglich; erwartet wird %(expected)s.") % {
                "what": _name(error),
                "expected": error.param.metavar,
            }
        return _("%(what)s: Dieser Wert ist nicht möglich.") % {"what": _name(error)}
    if kind == "BadOptionUsage":
        return _("Nach der Option %(option)s fehlt eine Angabe.") % {"option": error.option_name}
    if error.format_message().startswith("No such command"):
        return _("Diesen Befehl gibt es nicht.")
    return _("Das ist so nicht möglich: %(message)s") % {"message": error.format_message()}


def _name(error: Any) -> str:
    if error.param.param_type_name == "argument":
        return str(error.param.metavar or error.param.name)
    return str(error.param.opts[0])
