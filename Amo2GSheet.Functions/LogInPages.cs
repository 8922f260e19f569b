using System.Globalization;
using System.Net;
using Amo2GSheet.Core.Sync;
using Microsoft.Azure.Functions.Worker.Http;

namespace Amo2GSheet.Functions;

/// <summary>What a person reads when a log-in came back from amoCRM: what happened, and what to do next.</summary>
internal static class LogInPages
{
    private static readonly (string, string) Health = ("../health", "Состояние сервиса (/health)");
    private static readonly (string, string) Again = ("login", "Войти ещё раз");

    /// <summary>Answers with the page for an outcome.</summary>
    public static Task<HttpResponseData> AnswerAsync(HttpRequestData request, LinkOutcome outcome)
    {
        if (outcome.Kind is LinkOutcomeKind.TooMany)
            return AnswerTooManyAsync(request);
        var (status, page) = Of(outcome);
        return page.AnswerAsync(request, status);
    }

    /// <summary>Answers a caller who is over a limit.</summary>
    public static async Task<HttpResponseData> AnswerTooManyAsync(HttpRequestData request)
    {
        var response = await TooMany.AnswerAsync(request, HttpStatusCode.TooManyRequests);
        response.Headers.Add("Retry-After", LogInLimiter.Wait.TotalSeconds.ToString(CultureInfo.InvariantCulture));
        return response;
    }

    private static (HttpStatusCode Status, HtmlPage Page) Of(LinkOutcome outcome) => outcome.Kind switch
    {
        LinkOutcomeKind.LoggedIn => (HttpStatusCode.OK, LoggedIn(outcome)),
        LinkOutcomeKind.ForTerminal => (HttpStatusCode.OK, ForTerminal),
        LinkOutcomeKind.Closed => (HttpStatusCode.Forbidden, Closed),
        LinkOutcomeKind.OtherBrowser => Refused(
            HttpStatusCode.BadRequest, "Этот вход начат в другом браузере или без cookie: начните его здесь, со страницы /oauth/login."),
        LinkOutcomeKind.UnknownState => Refused(
            HttpStatusCode.BadRequest, "Этот вход начат не здесь, уже использован или длился больше 20 минут: начните со страницы /oauth/login."),
        LinkOutcomeKind.Denied => Refused(
            HttpStatusCode.BadRequest, "В amoCRM доступ не разрешили: войдите ещё раз и нажмите «Разрешить», это может сделать администратор аккаунта."),
        LinkOutcomeKind.ForeignIntegration => Refused(
            HttpStatusCode.Forbidden, "Разрешение дано другой интеграции: сверьте AMO_CLIENT_ID с ключами интеграции."),
        LinkOutcomeKind.ForeignAccount => Refused(
            HttpStatusCode.Forbidden, $"Разрешение дано в другом аккаунте ({outcome.Words ?? "неизвестном"}): войдите ещё раз и выберите аккаунт, который указан в AMO_SUBDOMAIN."),
        LinkOutcomeKind.NoCode => Refused(HttpStatusCode.BadRequest, "amoCRM не прислала код: войдите ещё раз."),
        LinkOutcomeKind.CodeRefused => Refused(
            HttpStatusCode.BadRequest, $"amoCRM не приняла код: «{outcome.Words}». Код действует 20 минут и один раз, поэтому войдите ещё раз."),
        _ => Refused(
            HttpStatusCode.ServiceUnavailable, $"Сейчас войти не удалось, код мог пропасть: подождите немного и начните вход заново. Причина: {outcome.Words}"),
    };

    /// <summary>The page when log-ins by link are switched off.</summary>
    public static HtmlPage Closed { get; } = new(
        "Вход по ссылке выключен", ["Так решает настройка AMO_LOGIN_PAGE. Войти в amoCRM можно командой «amo2gsheet login»."], [Health]);

    private static HtmlPage ForTerminal { get; } = new(
        "Вход продолжается в терминале",
        ["Этот вход начат командой «amo2gsheet login»: скопируйте адрес этой страницы целиком и вставьте его в терминал, где запущена команда."],
        []);

    private static HtmlPage TooMany { get; } = new("Слишком много попыток входа", ["Подождите минуту и обновите эту страницу."], []);

    /// <summary>The page when a long-lived token stands in the settings.</summary>
    public static HtmlPage NotNeeded { get; } = new(
        "Вход не нужен", ["Сервис работает с долгосрочным токеном из настройки AMO_LONG_LIVED_TOKEN; чтобы сменить его, измените настройку."], [Health]);

    private static HtmlPage LoggedIn(LinkOutcome outcome) => new(
        "amoCRM подключена",
        [
            string.Create(CultureInfo.InvariantCulture, $"Доступ действует до {outcome.ExpiresAt:dd.MM.yyyy HH:mm} UTC и дальше продлевается сам."),
            "Что проверить: через минуту на странице состояния должно стоять «status»: «ok».",
            "Если это первый вход, в amoCRM нужен вебхук: Настройки → Интеграции → WebHooks, адрес этого сервиса /webhook/amocrm с ключом функции.",
        ],
        [Health]);

    private static (HttpStatusCode Status, HtmlPage Page) Refused(HttpStatusCode status, string sentence) =>
        (status, new HtmlPage("amoCRM не подключена", [sentence], [Again, Health]));
}
