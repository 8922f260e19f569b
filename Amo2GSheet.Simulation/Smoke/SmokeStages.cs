namespace Amo2GSheet.Simulation.Smoke;

/// <summary>Pipelines, stages and leads of the demo account that the story names, letter by letter.</summary>
internal static class SmokeStages
{
    public const string Sotuv1 = "Sotuv 1";
    public const string Sotuv2 = "Sotuv 2";
    public const string Wholesale = "Sotuv 3 (опт)";
    public const string Recruiting = "Рекрутинг";

    public const string Trigger1 = "ЗАКАЗ БЕЗ НУМЕРАЦИИ";
    public const string Sent1 = "ЗАКАЗ ОТПРАВЛЕН";
    public const string Reject1 = "ОТКАЗ";
    public const string Won1 = "Успешно реализовано";

    public const string Trigger3 = "Заказ без нумерации";
    public const string Trigger2 = "заказ без нумерации";

    /// <summary>Only its last letter is Cyrillic; the four before it are Latin.</summary>
    public const string Reject2 = "OTKA\u0417";

    /// <summary>In Sotuv 1: a hotel's order.</summary>
    public const long Hotel = 40_100_005;

    /// <summary>In Sotuv 1: pillows.</summary>
    public const long Pillows = 40_100_003;

    /// <summary>In Sotuv 1, before the trigger stage, and stays there.</summary>
    public const long Bystander = 40_100_007;

    /// <summary>In Sotuv 1: the order that a month's end meets.</summary>
    public const long Mirror = 40_100_009;

    /// <summary>In Sotuv 2: a client who came again.</summary>
    public const long Regular = 40_100_013;

    /// <summary>In Sotuv 2: all its texts look like formulas.</summary>
    public const long Formula = 40_100_017;

    /// <summary>In Рекрутинг.</summary>
    public const long Candidate = 40_100_023;
}
