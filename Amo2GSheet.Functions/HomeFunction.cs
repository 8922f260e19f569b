using System.Net;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace Amo2GSheet.Functions;

/// <summary>
/// <c>GET /</c>: says what stands here. An empty route would take the function's name, so the route is a parameter that can only be empty
/// (https://github.com/Azure/Azure-Functions/issues/2473); the host's own page is switched off by <c>AzureWebJobsDisableHomepage</c>.
/// </summary>
public static class HomeFunction
{
    private static readonly HtmlPage Page = new(
        "amo2gsheet",
        [
            "Этот сервис держит в согласии сделки amoCRM и строки Google Таблицы: новый заказ становится строкой, а статус и номер заказа из строки уходят в сделку.",
            "Для тех, кто его обслуживает: описание адресов лежит рядом с кодом, в docs/http.md, настройка — в docs/set-up.md.",
        ],
        [("health", "Состояние сервиса"), ("oauth/login", "Войти в amoCRM")]);

    /// <summary>Answers with the page.</summary>
    [Function("home")]
    public static Task<HttpResponseData> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "{ignored:maxlength(0)?}")] HttpRequestData request) =>
        Page.AnswerAsync(request, HttpStatusCode.OK);
}
