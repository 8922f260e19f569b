using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Amo2GSheet.Core.Pipelines;

/// <summary>Which pipelines count, which stage triggers, and what pipelines are called in the sheet.</summary>
public sealed class PipelineOptions : IValidatableObject
{
    /// <summary>The stage name that turns a lead into a row. Compared folded (<see cref="NameFold"/>).</summary>
    [ConfigurationKeyName("TRIGGER_STATUS_NAME")]
    [Required(ErrorMessage = "TRIGGER_STATUS_NAME is missing: the name of the amoCRM stage that turns a lead into a row, for example ЗАКАЗ БЕЗ НУМЕРАЦИИ.")]
    public string TriggerStatusName { get; set => field = value ?? ""; } = "";

    /// <summary>Further names of the trigger stage, separated by commas: other spellings in other pipelines.</summary>
    [ConfigurationKeyName("TRIGGER_STATUS_NAMES")]
    public string TriggerStatusNames { get; set => field = value ?? ""; } = "";

    /// <summary>Only pipelines whose name contains this text are in scope; empty takes all.</summary>
    [ConfigurationKeyName("PIPELINE_KEYWORD")]
    public string PipelineKeyword { get; set => field = value ?? ""; } = "";

    /// <summary>A JSON object from pipeline name to what the sheet calls it, for example <c>{"Sotuv 1":"Ташкент"}</c>.</summary>
    [ConfigurationKeyName("PIPELINE_DISPLAY_MAP_JSON")]
    public string PipelineDisplayMapJson { get; set => field = value ?? ""; } = "";

    /// <summary>A JSON object from stage name to what <c>Статус</c> shows, over the names that the service knows: <c>{"УПАКОВКА":"В процессе"}</c>.</summary>
    [ConfigurationKeyName("STATUS_DISPLAY_MAP_JSON")]
    public string StatusDisplayMapJson { get; set => field = value ?? ""; } = "";

    /// <summary>A JSON object from a value of the dropdown to the id of the stage that it means: <c>{"Отказ":143}</c>; 0 finds it by name.</summary>
    [ConfigurationKeyName("DROPDOWN_STATUS_MAP_JSON")]
    public string DropdownStatusMapJson { get; set => field = value ?? ""; } = "";

    /// <summary>The pipeline in which <see cref="TriggerStatusId"/> counts; 0 or nothing for every one that has it.</summary>
    [ConfigurationKeyName("PIPELINE_ID")]
    [SettingRange(0, long.MaxValue, "PIPELINE_ID is not the id of a pipeline: give a whole number, or 0.")]
    public long? PipelineId { get; set; }

    /// <summary>The id of the trigger stage in a pipeline where no name matches; 0 or nothing for none.</summary>
    [ConfigurationKeyName("TRIGGER_STATUS_ID")]
    [SettingRange(0, long.MaxValue, "TRIGGER_STATUS_ID is not the id of a stage: give a whole number, or 0.")]
    public long? TriggerStatusId { get; set; }

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        PipelineWords.Problems(this).Select(problem => new ValidationResult(problem));
}

/// <summary>Checks <see cref="PipelineOptions"/> at start.</summary>
[OptionsValidator]
internal sealed partial class PipelineOptionsValidator : IValidateOptions<PipelineOptions>;
