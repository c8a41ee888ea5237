"""The program `readiness`. `--version` is answered before anything heavy is imported."""

import gc
import sys


def main() -> None:
    """Run the command line and exit with its code."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        from readiness import __version__  # noqa: PLC0415

        sys.stdout.write(f"readiness {__version__}\n")
        return
    # One run builds one large heap and ends: collecting garbage would only walk it again and again, at half the time.
    gc.disable()
    from readiness.cli.app import run  # noqa: PLC0415

    sys.exit(run())


if __name__ == "__main__":
    main()
