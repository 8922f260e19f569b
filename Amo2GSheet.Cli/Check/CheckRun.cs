using Amo2GSheet.Cli.Frame;
using Amo2GSheet.Core.AmoCrm;
using Microsoft.Extensions.Options;

namespace Amo2GSheet.Cli.Check;

/// <summary>Looks at all areas, one after the other, whatever happens in one of them.</summary>
/// <param name="areas">The areas, in order.</param>
internal sealed class CheckRun(IReadOnlyList<CheckArea> areas)
{
    /// <summary>Looks; changes nothing.</summary>
    public async Task<CheckReport> LookAsync(CancellationToken cancellationToken)
    {
        var findings = new List<CheckFinding>();
        foreach (var area in areas)
        {
            try
            {
                await foreach (var finding in area.LookAsync(cancellationToken))
                    findings.Add(finding);
            }
            catch (Exception failure) when (CommandFailure.Sentences(failure) is { Count: > 0 } sentences)
            {
                findings.AddRange(Failures(area.Name, failure, sentences, findings));
            }
        }

        return CheckReport.Of(findings);
    }

    /// <summary>Looks, mends what can be mended without a person, and looks again.</summary>
    /// <returns>How it is afterwards; what was mended is in it as well, marked.</returns>
    public async Task<CheckReport> FixAsync(CancellationToken cancellationToken)
    {
        var before = await LookAsync(cancellationToken);
        var failures = new List<CheckFinding>();
        var mended = false;
        foreach (var area in areas)
        {
            try
            {
                mended |= await area.MendAsync(cancellationToken);
            }
            catch (Exception failure) when (CommandFailure.Sentences(failure) is { Count: > 0 } sentences)
            {
                failures.AddRange(sentences.Select((sentence, index) =>
                    new CheckFinding(area.Name, $"fix {index + 1}", CheckLevel.Blocks, $"It could not be mended: {sentence}", "Mend it by hand, then check again.")));
            }
        }

        if (!mended)
            return InOrder([.. before.Findings, .. failures]);

        var after = await LookAsync(cancellationToken);
        var gone = before.Findings
            .Where(old => old.Level != CheckLevel.Ok)
            .Where(old => !after.Findings.Any(now => now.Level != CheckLevel.Ok && now.Area == old.Area && (now.Name == old.Name || now.Sentence == old.Sentence)))
            .Select(old => old with { Level = CheckLevel.Ok, Fixed = true, Fix = null });
        return InOrder([.. gone, .. after.Findings, .. failures]);
    }

    private CheckReport InOrder(IReadOnlyList<CheckFinding> findings) =>
        CheckReport.Of([.. areas.SelectMany(area => findings.Where(finding => finding.Area == area.Name))]);

    private static IEnumerable<CheckFinding> Failures(
        string area, Exception failure, IReadOnlyList<string> sentences, IReadOnlyCollection<CheckFinding> earlier)
    {
        // One cause is told once, where it was met first: a wrong setting or a dead log-in stops every area that needs it.
        var isTold = failure switch
        {
            OptionsValidationException => Blocked(SettingsCheck.AreaName),
            AmoUnauthorizedException => Blocked(AmoCrmCheck.AreaName) || earlier.Any(finding => finding is { Name: StorageCheck.Tokens, Level: CheckLevel.Blocks }),
            AmoUnavailableException => Blocked(AmoCrmCheck.AreaName),
            _ => false,
        };
        if (isTold)
            return [new(area, area, CheckLevel.Warning, "Not looked at, for a reason given above.", "Mend that first.")];

        return sentences.Select((sentence, index) => new CheckFinding(
            area, index == 0 ? area : $"{area} {index + 1}", CheckLevel.Blocks, sentence, "Do what the sentence says, then check again."));

        bool Blocked(string name) => earlier.Any(finding => finding.Area == name && finding.Level == CheckLevel.Blocks);
    }
}
