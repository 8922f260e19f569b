using System.Globalization;
using System.Net;
using Amo2GSheet.Core.Sync;

namespace Amo2GSheet.Functions;

/// <summary>What a person reads when a log-in came back from amoCRM: what happened, and what to do next.</summary>
internal static class LogInPages
{
    private static readonly (string, string) Health = ("../health", "Состояние сервиса (/health)");
    private static readonly (string, string) Again = ("login", "Войти ещё раз");

    /// <summary>The page for an outcome, and the status to send it with.</summary>
    public static (HttpStatusCode Status, HtmlPage Page) Of(LinkOutcome outcome) => outcome.Kind switch
    {
        LinkOutcomeKind.LoggedIn => (HttpStatusCode.OK, LoggedIn(outcome)),
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

    /// <summary>The page when a log-in could not even be begun.</summary>
    public static HtmlPage NotBegun { get; } = new("Вход не начат", ["Сейчас начать вход не удалось: подождите немного и попробуйте снова."], [Again]);

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
