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

    /// <summary><c>from</c> and <c>to</c>, both included. Without <c>to</c> it is today, without <c>from</c> the first day of that month.</summary>
    public static async Task<KpiRange> RangeAsync(this HttpRequestData request, KpiBoard board, CancellationToken cancellationToken)
    {
        var (from, to) = (Day(request, "from"), Day(request, "to"));
        var last = to ?? await board.ReadTodayAsync(cancellationToken);
        return Range(from ?? last.AddDays(1 - last.Day), last);
    }

    /// <summary>A range that is one.</summary>
    public static KpiRange Range(DateOnly from, DateOnly to)
    {
        if (to < from)
            throw new QuestionException("Параметр from: первый день позже последнего (to).");
        if (to.DayNumber - from.DayNumber >= MostDays)
            throw new QuestionException($"Параметр from: период длиннее {MostDays} дней.");
        return new KpiRange(from, to);
    }

    /// <summary>A day such as <c>2026-03-01</c>; null when the parameter is not there.</summary>
    public static DateOnly? Day(HttpRequestData request, string name) => request.Query[name] is { Length: > 0 } text ? Day(text, name) : null;

    /// <summary>A day such as <c>2026-03-01</c>.</summary>
    public static DateOnly Day(string? text, string name) =>
        DisplayDay.Read(text) ?? throw new QuestionException($"Параметр {name}: нужен день в виде 2026-03-01.");

    /// <summary>A text; null when the parameter is not there, empty when it is there without a value.</summary>
    public static string? Text(this HttpRequestData request, string name) => request.Query[name] switch
    {
        null => null,
        { Length: > LongestText } => throw new QuestionException($"Параметр {name}: не длиннее {LongestText} знаков."),
        var text => text.Trim(),
    };
}
