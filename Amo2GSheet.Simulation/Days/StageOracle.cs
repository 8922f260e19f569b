using Amo2GSheet.Sandbox.AmoCrm;

namespace Amo2GSheet.Simulation.Days;

/// <summary>
/// What statuses mean in the account of a run, told once more and by other means than the product's: by the ids of the demo account. Who
/// checks must not ask whom it checks.
/// </summary>
internal static class StageOracle
{
    /// <summary>What a clerk means by a text, as the clerk picks or types it; null when it is no status.</summary>
    public static string? StatusOf(string text) => text switch
    {
        "В процессе" or "в процессе" or " В процессе" => "В процессе",
        "У курера" or "у курера" or "У КУРЕРА" => "У курера",
        "Успешно" or "успешно" => "Успешно",
        // With a Latin O.
        "Отказ" or "отказ" or "Oтказ" => "Отказ",
        _ => null,
    };

    /// <summary>Whether leads of a pipeline become rows and follow them.</summary>
    public static bool InScope(long pipeline) => pipeline != DemoAccount.Recruiting;

    /// <summary>Whether a lead there becomes a row.</summary>
    public static bool IsTrigger(Stage stage) => InScope(stage.Pipeline) && stage.Status == stage.Pipeline + DemoAccount.Trigger;

    /// <summary>Whether an order number takes a lead there.</summary>
    public static bool IsSent(Stage stage) => stage.Status == stage.Pipeline + DemoAccount.Sent;

    /// <summary>The stage that a status means in a pipeline; null when it means none.</summary>
    public static Stage? MeaningOf(long pipeline, string text, bool hasNumber) => !InScope(pipeline) ? null : StatusOf(text) switch
    {
        "У курера" or "Успешно" => new Stage(pipeline, AmoStage.Won),
        "Отказ" => new Stage(pipeline, pipeline == DemoAccount.Sotuv3 ? AmoStage.Lost : pipeline + DemoAccount.Reject),
        "В процессе" => new Stage(pipeline, pipeline + (hasNumber ? DemoAccount.Sent : DemoAccount.Trigger)),
        _ => null,
    };

    /// <summary>Before what an order number cell shows when that is no text and no number.</summary>
    public const string NoNumber = "⊘";

    /// <summary>Whether what an order number cell shows is one: an error or a tick is none, and what it means for a status is open.</summary>
    public static bool IsNumber(string shown) => !shown.StartsWith(NoNumber, StringComparison.Ordinal);

    /// <summary>Whether a status and an order number together send a lead to a stage.</summary>
    public static bool IsMeant(long pipeline, string text, string number, Stage stage) =>
        (number.Length > 0 && MeaningOf(pipeline, text, hasNumber: true) == stage)
        || ((number.Length == 0 || !IsNumber(number)) && MeaningOf(pipeline, text, hasNumber: false) == stage);

    /// <summary>What a row shows of a stage.</summary>
    public static string ShownAs(Stage stage) => stage.Status switch
    {
        AmoStage.Won => "Успешно",
        AmoStage.Lost => "Закрыто и не реализовано",
        _ => (stage.Pipeline, stage.Status - stage.Pipeline) switch
        {
            (DemoAccount.Recruiting, DemoAccount.Consultation) => "Резюме",
            (DemoAccount.Recruiting, DemoAccount.Thinking) => "Собеседование",
            (_, DemoAccount.Trigger) => "В процессе",
            (_, DemoAccount.Sent) => "У курера",
            (_, DemoAccount.Reject or DemoAccount.Thinking) => "Отказ",
            (_, DemoAccount.Consultation) => "Консультация",
            (_, DemoAccount.Order) => "Заказ",
            _ => "Неразобранное",
        },
    };

    /// <summary>Whether a row and a lead say the same. «In progress» is said at both its stages: a number that is cleared moves nobody back (rule 7).</summary>
    public static bool Agree(Stage stage, string text) =>
        text == ShownAs(stage) || MeaningOf(stage.Pipeline, text, hasNumber: true) == stage || MeaningOf(stage.Pipeline, text, hasNumber: false) == stage;
}

/// <summary>Where a lead stands.</summary>
/// <param name="Pipeline">The pipeline's id.</param>
/// <param name="Status">The status's id in it.</param>
internal readonly record struct Stage(long Pipeline, long Status)
{
    /// <summary>Where a lead stands now.</summary>
    public static Stage Of(AmoEntity lead) => new(lead.PipelineId, lead.StatusId);

    /// <inheritdoc />
    public override string ToString() => FormattableString.Invariant($"{Pipeline / 100_000 % 10}/{(Status > 1000 ? Status - Pipeline : Status)}");
}
