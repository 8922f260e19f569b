using System.Globalization;
using Amo2GSheet.Cli.Frame;
using Spectre.Console;

namespace Amo2GSheet.Cli.Import;

/// <summary>Shows on standard error how far an import is: a bar on a terminal, a line at every tenth elsewhere.</summary>
internal sealed class ImportProgress
{
    private readonly Terminal _terminal;
    private readonly int _rows;
    private ProgressTask? _bar;
    private int _done;

    private ImportProgress(Terminal terminal, int rows) => (_terminal, _rows) = (terminal, rows);

    /// <summary>Runs the work and shows its progress.</summary>
    /// <param name="terminal">Where to.</param>
    /// <param name="rows">How many rows there are.</param>
    /// <param name="work">The work.</param>
    public static async Task ShowAsync(Terminal terminal, int rows, Func<ImportProgress, Task> work)
    {
        var progress = new ImportProgress(terminal, rows);
        if (!terminal.Messages.Profile.Out.IsTerminal || rows == 0)
        {
            await work(progress);
            return;
        }

        terminal.Messages.Profile.Capabilities.Interactive = true;
        await terminal.Messages.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(async bars =>
            {
                progress._bar = bars.AddTask("rows", maxValue: rows);
                await work(progress);
            });
    }

    /// <summary>One more row is done.</summary>
    public void Step()
    {
        _done++;
        if (_bar is not null)
            _bar.Value = _done;
        else if (_rows >= 10 && _done % Math.Max(1, _rows / 10) == 0)
            _terminal.Note(string.Create(CultureInfo.InvariantCulture, $"{_done} of {_rows} rows"));
    }
}
