using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Amo2GSheet.Cli.Frame;
using Amo2GSheet.Core.Storage;
using Amo2GSheet.Core.Sync;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Amo2GSheet.Cli.Check;

/// <summary>The settings, as the service checks them at its start, and the service account's key.</summary>
internal sealed partial class SettingsCheck(CommandContext context, TimeProvider time) : CheckArea(AreaName)
{
    /// <summary>The area's name.</summary>
    public const string AreaName = "settings";

    /// <inheritdoc />
    public override async IAsyncEnumerable<CheckFinding> LookAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        var wrong = Wrong().DistinctBy(problem => problem.Name).ToList();
        foreach (var (name, sentence) in wrong)
            yield return Blocks(name, sentence, "Set it in the environment or in local.settings.json (docs/configuration.md).");
        if (wrong.Count > 0)
            yield break;

        yield return Ok("all", "Every setting is right, and the service account's key can be read.");
        var cutOff = context.Get<IOptions<SyncOptions>>().Value.CutOff;
        if (cutOff > time.GetUtcNow())
        {
            yield return Warning(
                "LEADS_CREATED_AFTER",
                $"LEADS_CREATED_AFTER lies ahead ({cutOff:yyyy-MM-dd HH:mm:ss} UTC): no lead gets a row before then.",
                "Set it to the moment from which leads count, unless this is meant.");
        }
    }

    private IEnumerable<(string Name, string Sentence)> Wrong()
    {
        var sentences = Sentences(() => context.Service.Services.GetService<IStartupValidator>()?.Validate())
            .Concat(context.Service.IsThrowaway ? [] : Sentences(() => TableConnection.From(context.Service.Configuration, context.Get<ITableFiles>())));
        return sentences.Select((sentence, index) => (SettingName().Match(sentence) is { Success: true } match ? match.Value : $"setting {index + 1}", sentence));
    }

    private static IReadOnlyList<string> Sentences(Action validate)
    {
        try
        {
            validate();
            return [];
        }
        catch (Exception failure) when (CommandFailure.Sentences(failure) is { Count: > 0 } sentences)
        {
            return sentences;
        }
    }

    [GeneratedRegex(@"\b[A-Z][A-Z0-9]*(_[A-Z0-9]+)+\b|\bAzureWebJobsStorage\w*")]
    private static partial Regex SettingName();
}
