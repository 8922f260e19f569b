using System.Runtime.CompilerServices;
using Amo2GSheet.Cli.Frame;
using Amo2GSheet.Core.Sheets;

namespace Amo2GSheet.Cli.Check;

/// <summary>The spreadsheet: tab, header, dropdown, staff.</summary>
internal sealed class SpreadsheetCheck(CommandContext context) : CheckArea("spreadsheet")
{
    private IReadOnlyList<SheetFix> _mendable = [];

    /// <inheritdoc />
    public override async IAsyncEnumerable<CheckFinding> LookAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        _mendable = [];
        var survey = await context.Get<ISheetSetup>().SurveyAsync(cancellationToken);
        _mendable = [.. survey.Findings.Select(finding => finding.Fix).OfType<SheetFix>().Distinct()];
        yield return Ok("open", $"«{survey.Title}» opens as {survey.Account}; its tabs: {string.Join(", ", survey.Tabs)}.");
        if (survey.Findings.Count == 0)
            yield return Ok("tabs", "Tabs, header and dropdown are as the service needs them.");
        foreach (var finding in survey.Findings)
        {
            var name = finding.Fix is { } fix ? $"{fix}" : "other";
            var how = finding.Fix is null ? "Only a person can do it." : FixItself;
            yield return finding.Blocks ? Blocks(name, finding.Sentence, how) : Warning(name, finding.Sentence, how);
        }
    }

    /// <inheritdoc />
    public override async Task<bool> MendAsync(CancellationToken cancellationToken)
    {
        if (_mendable.Count == 0)
            return false;

        await context.Get<ISheetSetup>().FixAsync(_mendable, cancellationToken);
        return true;
    }
}
