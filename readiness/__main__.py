"""The program `readiness`. `--version` is answered before anything heavy is imported."""

import gc
import sys


def main() -> None:
    """Run the command line and exit with its code."""
    if sys.argv[1:] in (["--version"], ["-V"]) and _version_told():
        return
    # One run builds one large heap and ends: collecting garbage would only walk it again and again, at half the time.
    gc.disable()
    try:
        from readiness.cli.app import run  # noqa: PLC0415

        code = run()
    except KeyboardInterrupt:  # while modules are imported, so `ExitCode` may not be there yet
        code = 130
    sys.exit(code)


def _version_told() -> bool:
    """Print the version; return whether it arrived. Where it did not, the command line knows what to say of that."""
    from readiness import __version__  # noqa: PLC0415

    try:
        print(f"readiness {__version__}", flush=True)  # noqa: T201 - to a closed stdout, `print` writes nothing
    except OSError:
        return False
    return True


if __name__ == "__main__":
    main()
