using Amo2GSheet.Core.Kpi;
using Amo2GSheet.Core.Kpi.Board;
using Amo2GSheet.Core.Sheets;
using Microsoft.Azure.Functions.Worker.Http;

namespace Amo2GSheet.Functions.Dashboard;

/// <summary>Reads what is asked for. What cannot be read is a <see cref="QuestionException"/>, whose sentence names the parameter.</summary>
internal static class Question
{
    /// <summary>The longest range of one question, in days.</summary>
    public const int MostDays = 366;

    private const int LongestText = 200;

    /// <summary>No account of amoCRM is older, and a workbook has no days before 1900.</summary>
    private const int FirstYear = 2000;

    /// <summary><c>from</c> and <c>to</c>, both included. Without <c>to</c> it is today, without <c>from</c> the first day of that month.</summary>
    public static async Task<KpiRange> RangeAsync(this HttpRequestData request, KpiBoard board, CancellationToken cancellationToken)
    {
        var (from, to) = (Day(request, "from"), Day(request, "to"));
        var last = to ?? await board.ReadTodayAsync(cancellationToken);
        return Range(from ?? last.AddDays(1 - last.Day), last);
    }

    /// <summary>A range that is one.</summary>
    public static KpiRange Range(DateOnly from, DateOnly to, int mostDays = MostDays)
    {
        if (to < from)
            throw new QuestionException("Параметр from: первый день позже последнего (to).");
        if (to.DayNumber - from.DayNumber >= mostDays)
            throw new QuestionException($"Параметр from: период длиннее {mostDays} дней.");
        return new KpiRange(from, to);
    }

    /// <summary>A day such as <c>2026-03-01</c>; null when the parameter is not there.</summary>
    public static DateOnly? Day(HttpRequestData request, string name) => request.Query[name] is { Length: > 0 } text ? Day(text, name) : null;

    /// <summary>A day such as <c>2026-03-01</c>.</summary>
    public static DateOnly Day(string? text, string name) =>
        NotBefore(DisplayDay.Read(text) ?? throw new QuestionException($"Параметр {name}: нужен день в виде 2026-03-01."), name);

    /// <summary><c>month</c> such as <c>2026-03</c>; the current one without it.</summary>
    public static async Task<KpiRange> MonthAsync(this HttpRequestData request, KpiBoard board, CancellationToken cancellationToken)
    {
        var day = request.Query["month"] is { Length: > 0 } text
            ? NotBefore(DisplayDay.Read($"{text}-02") ?? throw new QuestionException("Параметр month: нужен месяц в виде 2026-03."), "month")
            : await board.ReadTodayAsync(cancellationToken);
        return KpiRange.Month(day.Year, day.Month);
    }

    /// <summary><c>kind</c>: <c>zakas</c>, <c>dumka</c> or <c>consul</c>; null without it.</summary>
    public static KpiKind? Kind(this HttpRequestData request) => request.Query["kind"] switch
    {
        null or "" => null,
        "zakas" => KpiKind.Zakas,
        "dumka" => KpiKind.Dumka,
        "consul" => KpiKind.Consul,
        _ => throw new QuestionException("Параметр kind: zakas, dumka или consul."),
    };

    /// <summary><c>staff</c>: a code; null without it.</summary>
    public static StaffCode? Staff(this HttpRequestData request) => request.Query["staff"] switch
    {
        null or "" => null,
        var text when StaffCode.TryParse(text, out var code) => code,
        _ => throw new QuestionException("Параметр staff: нужен код сотрудника, целое число."),
    };

    /// <summary>The leads behind a number.</summary>
    public static async Task<BoardQuery> LeadsAsync(this HttpRequestData request, KpiBoard board, CancellationToken cancellationToken)
    {
        var isAll = request.Query["receptionists"] switch
        {
            null or "" => false,
            "all" => true,
            _ => throw new QuestionException("Параметр receptionists: только all."),
        };
        var receptionist = isAll ? null : request.Text("receptionist");
        return new BoardQuery(await request.RangeAsync(board, cancellationToken), request.Kind())
        {
            Staff = request.Staff(),
            Group = request.Text("group"),
            ByReceptionist = isAll || receptionist is not null,
            Receptionist = receptionist,
        };
    }

    /// <summary>A text; null when the parameter is not there, empty when it is there without a value.</summary>
    public static string? Text(this HttpRequestData request, string name) => request.Query[name] switch
    {
        null => null,
        { Length: > LongestText } => throw new QuestionException($"Параметр {name}: не длиннее {LongestText} знаков."),
        var text => text.Trim(),
    };

    private static DateOnly NotBefore(DateOnly day, string name) =>
        day.Year >= FirstYear ? day : throw new QuestionException($"Параметр {name}: дни до {FirstYear} года не учитываются.");
}
