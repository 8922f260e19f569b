namespace Amo2GSheet.Sandbox.AmoCrm;

/// <summary>
/// A believable account of a sales team in Tashkent: three pipelines for the keyword <c>sotuv</c> whose stages are spelt in
/// three ways, one pipeline that is none of theirs, users who left, a dozen leads. Used by demo, smoke and tests.
/// </summary>
public static class DemoAccount
{
    /// <summary>First label of the host.</summary>
    public const string Subdomain = "demosotuv";

    /// <summary>Account id, as in <c>account[id]</c> of webhooks.</summary>
    public const long AccountId = 31_500_077;

    /// <summary>"Sotuv 1": the main pipeline, stages spelt as they should be.</summary>
    public const long Sotuv1 = 8_100_000;

    /// <summary>"Sotuv 2": stages in another case, with Latin letters that look Cyrillic; 142 is renamed.</summary>
    public const long Sotuv2 = 8_200_000;

    /// <summary>"Sotuv 3 (опт)": no reject stage of its own.</summary>
    public const long Sotuv3 = 8_300_000;

    /// <summary>"Рекрутинг": out of scope, yet with a stage named like the trigger.</summary>
    public const long Recruiting = 8_400_000;

    /// <summary>The administrator, who owns long-lived tokens.</summary>
    public const long AdminId = 10_500_001;

    // Stage ids are the pipeline's plus one of these.
    internal const long Unsorted = 1;
    internal const long Consultation = 2;
    internal const long Thinking = 3;
    internal const long Order = 4;
    internal const long Trigger = 5;
    internal const long Sent = 6;
    internal const long Reject = 7;

    /// <summary>Makes the account as it is at first.</summary>
    /// <param name="now">The leads are some days old by this.</param>
    public static AmoSeed Make(DateTimeOffset now)
    {
        var account = new AmoAccount(AccountId, "Демо Сотув", Subdomain, "amocrm.ru", Tashkent(), now.AddYears(-2).ToUnixTimeSeconds());
        return new AmoSeed(account, Pipelines(), DemoFields.All, Users(), LossReasons(), DemoCards.Make(now, account.TimeZone));
    }

    internal static long Stage(long pipelineId, long step) => pipelineId + step;

    private static TimeZoneInfo Tashkent() => TimeZoneInfo.TryFindSystemTimeZoneById("Asia/Tashkent", out var zone)
        ? zone
        : TimeZoneInfo.CreateCustomTimeZone("Asia/Tashkent", TimeSpan.FromHours(5), "Asia/Tashkent", "Asia/Tashkent");

    private static AmoPipeline[] Pipelines() =>
    [
        new(Sotuv1, "Sotuv 1", Stages(Sotuv1, "Успешно реализовано",
            (Consultation, "Консультация"), (Thinking, "Думка"), (Order, "Заказ"), (Trigger, "ЗАКАЗ БЕЗ НУМЕРАЦИИ"),
            (Sent, "ЗАКАЗ ОТПРАВЛЕН"), (Reject, "ОТКАЗ")), IsMain: true),
        // «отпрAвлен» has a Latin A; in «OTKAЗ» only the last letter is Cyrillic.
        new(Sotuv2, "Sotuv 2", Stages(Sotuv2, "Успех",
            (Consultation, "КОНСУЛТАЦИЯ"), (Thinking, "Раздумье"), (Order, "ЗАКАЗ"), (Trigger, "заказ без нумерации"),
            (Sent, "заказ отпрAвлен"), (Reject, "OTKAЗ"))),
        new(Sotuv3, "Sotuv 3 (опт)", Stages(Sotuv3, "Успешно реализовано",
            (Consultation, "Консультация"), (Thinking, "Раздумье"), (Order, "Заказ"), (Trigger, "Заказ без нумерации"),
            (Sent, "Заказ отправлен")), IsUnsortedOn: false),
        new(Recruiting, "Рекрутинг", Stages(Recruiting, "Принят",
            (Consultation, "Резюме"), (Thinking, "Собеседование"), (Trigger, "ЗАКАЗ БЕЗ НУМЕРАЦИИ"), (Reject, "ОТКАЗ"))),
    ];

    private static AmoStage[] Stages(long pipelineId, string won, params (long Step, string Name)[] own) =>
    [
        new(pipelineId + Unsorted, "Неразобранное", 1, 10, "#c1c1c1"),
        .. own.Select((stage, index) => new AmoStage(pipelineId + stage.Step, stage.Name, 0, 20 + (index * 10), "#99ccff")),
        new(AmoStage.Won, won, 0, 10_000, "#CCFF66"),
        new(AmoStage.Lost, "Закрыто и не реализовано", 0, 11_000, "#D5D8DB"),
    ];

    private static AmoUser[] Users() =>
    [
        new(AdminId, "Алишер Каримов", "admin@demosotuv.example", IsAdmin: true),
        new(10_500_002, "Дилноза Рахимова", "dilnoza@demosotuv.example"),
        new(10_500_003, "Тимур Юсупов", "timur@demosotuv.example"),
        new(10_500_004, "Мадина Азизова", "madina@demosotuv.example"),
        new(10_500_005, "Бобур Эргашев", "bobur@demosotuv.example", IsActive: false),
        new(10_500_006, "Нигора Саидова", "nigora@demosotuv.example", IsActive: false),
    ];

    private static AmoLossReason[] LossReasons() =>
    [
        new(18_300_001, "Дорого"),
        new(18_300_002, "Купил у других"),
        new(18_300_003, "Не отвечает"),
    ];
}
