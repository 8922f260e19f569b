using System.Globalization;
using System.Net;
using Amo2GSheet.Core.State;
using Amo2GSheet.Core.Storage;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Amo2GSheet.Functions;

/// <summary>Answers of functions that need the tables: while these cannot be reached a caller gets 503 and the log one line.</summary>
internal static partial class StorageAnswers
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(10);

    /// <summary>Answers with what <paramref name="answer"/> answers, or 503 with <c>Retry-After</c> when the tables cannot be reached.</summary>
    /// <param name="request">What to answer.</param>
    /// <param name="answer">Reads or writes the tables; its token also fires when the time is over.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    /// <param name="refuse">Makes the 503; null for a reason as JSON.</param>
    /// <param name="most">The longest that <paramref name="answer"/> may take; null for as long as the stores themselves try.</param>
    public static async Task<HttpResponseData> AnswerFromStorageAsync(
        this HttpRequestData request, Func<CancellationToken, Task<HttpResponseData>> answer, CancellationToken cancellationToken,
        Func<HttpRequestData, Task<HttpResponseData>>? refuse = null, TimeSpan? most = null)
    {
        var services = request.FunctionContext.InstanceServices;
        using var timeout = new CancellationTokenSource(most ?? Timeout.InfiniteTimeSpan, services.GetRequiredService<TimeProvider>());
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            // A store between two tries, or one that waits for a lock of its file, hears the token only afterwards.
            return await answer(either.Token).WaitAsync(either.Token);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested && IsOutage(failure, timeout.IsCancellationRequested))
        {
            if (timeout.IsCancellationRequested)
                services.GetRequiredService<StorageCalls>().ReportTimeout();
            var logger = services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(StorageAnswers).FullName!);
            Log.Unavailable(logger, request.FunctionContext.FunctionDefinition.Name, StorageOutage.Reason(failure), StorageOutage.Sentence);
            var response = await (refuse?.Invoke(request)
                ?? request.RefuseAsync(HttpStatusCode.ServiceUnavailable, "StorageUnavailable", StorageOutage.Sentence));
            response.Headers.Add("Retry-After", RetryAfter.TotalSeconds.ToString(CultureInfo.InvariantCulture));
            return response;
        }
    }

    /// <summary>The 503 of a page that people read.</summary>
    public static Task<HttpResponseData> RefuseWithPageAsync(HttpRequestData request) => Page.AnswerAsync(request, HttpStatusCode.ServiceUnavailable);

    private static readonly HtmlPage Page = new(
        "Сервис временно недоступен", ["Хранилище данных сейчас не отвечает. Обновите страницу через минуту."], []);

    private static bool IsOutage(Exception failure, bool isTimeOver) =>
        StorageOutage.IsCauseOf(failure) || (isTimeOver && failure is OperationCanceledException);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Function {Function} was answered with 503 ({Reason}). {Sentence}")]
        public static partial void Unavailable(ILogger logger, string function, string reason, string sentence);
    }
}
