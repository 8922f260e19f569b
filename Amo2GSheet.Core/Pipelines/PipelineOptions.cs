using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Amo2GSheet.Core.Pipelines;

/// <summary>Which pipelines count, which stage triggers, and what pipelines are called in the sheet.</summary>
public sealed class PipelineOptions
{
    /// <summary>The stage name that turns a lead into a row. Compared folded (<see cref="NameFold"/>).</summary>
    [ConfigurationKeyName("TRIGGER_STATUS_NAME")]
    [Required(ErrorMessage = "TRIGGER_STATUS_NAME is missing: the name of the amoCRM stage that turns a lead into a row, for example ЗАКАЗ БЕЗ НУМЕРАЦИИ.")]
    public string TriggerStatusName { get; set; } = "";

    /// <summary>Further names of the trigger stage, separated by commas: other spellings in other pipelines.</summary>
    [ConfigurationKeyName("TRIGGER_STATUS_NAMES")]
    public string TriggerStatusNames { get; set; } = "";

    /// <summary>Only pipelines whose name contains this text are in scope; empty takes all.</summary>
    [ConfigurationKeyName("PIPELINE_KEYWORD")]
    public string PipelineKeyword { get; set; } = "";

    /// <summary>A JSON object from pipeline name to what the sheet calls it, for example <c>{"Sotuv 1":"Ташкент"}</c>.</summary>
    [ConfigurationKeyName("PIPELINE_DISPLAY_MAP_JSON")]
    [CustomValidation(typeof(PipelineOptions), nameof(ValidateDisplayMap))]
    public string PipelineDisplayMapJson { get; set; } = "";

    /// <summary>All names of the trigger stage, folded, in the order of preference.</summary>
    internal IReadOnlyList<string> FoldedTriggers() =>
    [
        .. TriggerStatusNames.Split(',').Prepend(TriggerStatusName).Select(NameFold.Of).Where(name => name.Length > 0).Distinct(),
    ];

    /// <summary>The display names by folded pipeline name.</summary>
    internal Dictionary<string, string> DisplayMap()
    {
        var map = string.IsNullOrWhiteSpace(PipelineDisplayMapJson)
            ? []
            : JsonSerializer.Deserialize<Dictionary<string, string>>(PipelineDisplayMapJson) ?? [];
        return map.GroupBy(entry => NameFold.Of(entry.Key)).ToDictionary(group => group.Key, group => group.First().Value);
    }

    /// <summary>Checks that the display map is a JSON object of texts.</summary>
    /// <param name="value">The setting.</param>
    /// <param name="context">Unused; the validator's shape asks for it.</param>
    public static ValidationResult? ValidateDisplayMap(string value, ValidationContext context)
    {
        try
        {
            _ = new PipelineOptions { PipelineDisplayMapJson = value }.DisplayMap();
            return ValidationResult.Success;
        }
        catch (JsonException)
        {
            return new ValidationResult("""PIPELINE_DISPLAY_MAP_JSON is not a JSON object of texts; write it like {"Sotuv 1":"Ташкент"}.""");
        }
    }
}

/// <summary>Checks <see cref="PipelineOptions"/> at start.</summary>
[OptionsValidator]
internal sealed partial class PipelineOptionsValidator : IValidateOptions<PipelineOptions>;
