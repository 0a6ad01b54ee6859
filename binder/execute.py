"""Runs a notebook from top to bottom through its kernel and prints what it shows, as text.

Prints the headings of the notebook, the text of every output as it comes, and at the end the files that the
notebook wrote. The notebook itself is left as it is. The exit status is 1 if a cell fails, after its number, its
source and its error. Of a display that is written over in its place, such as the progress of a training, the first
and the last text are printed.
"""
import argparse
import asyncio
import os
import sys
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError


class PrintingClient(NotebookClient):
    """Prints each output when it arrives, not at the end of its cell."""

    shown = ()

    def output(self, outs, msg, display_id, cell_index):
        out = super().output(outs, msg, display_id, cell_index)
        if out is not None:
            show(out)
            self.shown += ((out, plain(out)),)
        return out

    def show_last(self):
        """Prints what displays of the cell that has ended came to, where they were written over in their place."""
        for out, text in self.shown:
            if plain(out) != text:
                show(out)
        self.shown = ()


def plain(out):
    return out.get("data", {}).get("text/plain")


def show(out):
    if out.output_type == "stream":
        (sys.stderr if out.name == "stderr" else sys.stdout).write(out.text)
    elif out.output_type == "error":
        print(f"{out.ename}: {out.evalue}")
    elif "text/plain" in out.get("data", {}):
        print(out.data["text/plain"])
    sys.stdout.flush()


def snapshot(folder):
    """Path and time of change of every file below folder, hidden ones left out."""
    files = {}
    for path, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            file = Path(path) / name
            files[file] = file.stat().st_mtime_ns
    return files


def headings(notebook):
    """For the index of each code cell, the headings of the Markdown cells before it."""
    found, pending = {}, []
    for index, cell in enumerate(notebook.cells):
        if cell.cell_type == "markdown":
            pending += [line.lstrip("# ") for line in cell.source.splitlines() if line.startswith("#")]
        elif pending:
            found[index], pending = pending, []
    return found


def fail(cell_number, cell, message):
    rule = "-" * 60
    print(f"\ncell {cell_number} failed: {message}\n{rule}\n{cell.source}\n{rule}", file=sys.stderr)
    return 1


async def execute(client, notebook):
    titles = headings(notebook)
    async with client.async_setup_kernel():
        number = 0
        for index, cell in enumerate(notebook.cells):
            for title in titles.get(index, []):
                print(f"\n== {title}", flush=True)
            if cell.cell_type != "code":
                continue
            number += 1
            try:
                await client.async_execute_cell(cell, index, execution_count=number)
                client.show_last()
            except CellExecutionError:
                return fail(number, cell, "its error is above")
            except CellTimeoutError:
                return fail(number, cell, f"it took longer than {client.timeout} s")
            except DeadKernelError:
                return fail(number, cell, "the kernel died")
    return 0


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("notebook", type=Path)
    parser.add_argument("--output", type=Path, help="write the executed notebook here")
    parser.add_argument("--kernel", default="", help="the kernel's name, if not the notebook's own")
    parser.add_argument("--folder", type=Path, help="the folder to run in, if not the notebook's own")
    parser.add_argument("--timeout", type=int, default=3600, help="seconds for one cell")
    args = parser.parse_args()

    folder = (args.folder or args.notebook.parent).resolve()
    notebook = nbformat.read(args.notebook, as_version=4)
    client = PrintingClient(
        notebook,
        timeout=args.timeout,
        startup_timeout=120,
        coalesce_streams=True,
        kernel_name=args.kernel or notebook.metadata.get("kernelspec", {}).get("name", "tslab"),
        resources={"metadata": {"path": str(folder)}},
    )
    before, start = snapshot(folder), time.time()
    status = asyncio.run(execute(client, notebook))
    if args.output:
        args.output.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(notebook, args.output)
    written = sorted(file for file, when in snapshot(folder).items() if before.get(file) != when)
    if written:
        print("\nfiles written:")
        for file in written:
            print(f"  {file} ({file.stat().st_size} bytes)")
    print(f"\n{args.notebook.name}: {'failed' if status else 'done'} in {time.time() - start:.0f} s")
    return status


if __name__ == "__main__":
    sys.exit(main())
