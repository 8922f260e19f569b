using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using System.Web;
using Amo2GSheet.Core.State;
using Microsoft.Azure.Functions.Worker.Http;

namespace Amo2GSheet.Functions.Dashboard;

/// <summary>The log-in form: shows it, takes what is typed into it, and says why not.</summary>
public sealed partial class LogInDesk
{
    private const string Home = "/dashboard";
    private const int LongestForm = 8_192;
    private static readonly TimeSpan FullLineWait = TimeSpan.FromSeconds(5);

    private static readonly HtmlPage Off = new(
        "Панель выключена",
        [
            "Показатели отдела продаж видит тот, у кого есть имя и пароль, а пока их нет ни у кого.",
            "Чтобы включить панель: команда «amo2gsheet hash-password» спросит пароль и напечатает строку для настройки DASHBOARD_ACCOUNTS_JSON; подробности в docs/dashboard.md.",
        ],
        []);

    private readonly Sessions _sessions;
    private readonly LogInBrake _brake;
    private readonly PasswordLine _line;

    internal LogInDesk(Sessions sessions, LogInBrake brake, PasswordLine line) => (_sessions, _brake, _line) = (sessions, brake, line);

    /// <summary>The form; whoever is logged in already is sent on.</summary>
    public async Task<HttpResponseData> ShowAsync(HttpRequestData request, CancellationToken cancellationToken)
    {
        if (!_sessions.IsOn)
            return await Off.AnswerAsync(request, HttpStatusCode.OK);

        var next = Local(request.Query["next"]);
        return await _sessions.FindAsync(request.Cookie(DashboardDoor.SessionCookie), cancellationToken) is not null
            ? request.GoTo(next)
            : await FormAsync(request, HttpStatusCode.OK, next, "", "", cancellationToken);
    }

    /// <summary>A log-in.</summary>
    public async Task<HttpResponseData> TakeAsync(HttpRequestData request, CancellationToken cancellationToken)
    {
        if (!_sessions.IsOn)
            return await Off.AnswerAsync(request, HttpStatusCode.OK);

        var form = await ReadFormAsync(request, cancellationToken);
        var (name, password, next) = (form["name"]?.Trim() ?? "", form["password"] ?? "", Local(form["next"]));
        if (!await _sessions.IsFormTokenAsync(request.Cookie(DashboardDoor.FormCookie), form["csrf"], cancellationToken))
            return await FormAsync(request, HttpStatusCode.Forbidden, next, name, "Форма входа устарела или открыта с другого сайта: введите имя и пароль ещё раз.", cancellationToken);
        if (name.Length is 0 or > DashboardOptions.LongestName || password.Length is 0 or > PasswordHash.LongestPassword)
            return await FormAsync(request, HttpStatusCode.Unauthorized, next, "", "Имя или пароль не подходят.", cancellationToken);

        // Before anything is counted: whoever finds the line full has guessed nothing.
        using var place = _line.TryStand();
        if (place is null)
            return await WaitAsync(request, FullLineWait, next, name, cancellationToken);

        var address = request.ClientAddress();
        try
        {
            if (await _brake.TakeAsync(name, address, cancellationToken) is { } wait)
                return await WaitAsync(request, wait, next, name, cancellationToken);
        }
        catch (StateConflictException)
        {
            return await WaitAsync(request, TimeSpan.FromSeconds(5), next, name, cancellationToken);
        }

        string? account;
        using (await place.WaitAsync(cancellationToken))
            account = _sessions.Check(name, password);
        if (account is null)
            return await FormAsync(request, HttpStatusCode.Unauthorized, next, name, "Имя или пароль не подходят.", cancellationToken);

        await _brake.ForgetAsync(name, address, cancellationToken);
        var response = request.GoTo(next);
        // Lax, not Strict: a link to the dashboard in a chat is to open the dashboard. No GET changes anything, and every post bears a token.
        response.SetCookie(DashboardDoor.SessionCookie, await _sessions.BeginAsync(account, cancellationToken), _sessions.Lifetime, "Lax");
        return response;
    }

    /// <summary>The fields of a form; those of a body that is too long are none.</summary>
    internal static async Task<System.Collections.Specialized.NameValueCollection> ReadFormAsync(HttpRequestData request, CancellationToken cancellationToken)
    {
        var body = new byte[LongestForm];
        var length = await request.Body.ReadAtLeastAsync(body, LongestForm, throwOnEndOfStream: false, cancellationToken);
        return HttpUtility.ParseQueryString(length == LongestForm ? "" : System.Text.Encoding.UTF8.GetString(body, 0, length));
    }

    /// <summary>Where to go after the log-in: an address of the dashboard and nothing else, whatever somebody put into a link.</summary>
    internal static string Local(string? next) =>
        next is not null && DashboardPath().IsMatch(next)
        && Uri.TryCreate(new Uri("http://local"), next, out var address) && address.Host == "local"
        // Dots lead out of /dashboard: what is returned has to be an address of the dashboard, not only what was asked for.
        && address.PathAndQuery + address.Fragment is var local && DashboardPath().IsMatch(local)
            ? local
            : Home;

    private async Task<HttpResponseData> WaitAsync(HttpRequestData request, TimeSpan wait, string next, string name, CancellationToken cancellationToken)
    {
        var seconds = (long)Math.Ceiling(wait.TotalSeconds);
        var said = seconds < 60 ? $"{seconds} с" : $"{(seconds + 59) / 60} мин";
        var response = await FormAsync(
            request, HttpStatusCode.TooManyRequests, next, name, $"Слишком много попыток входа: следующая возможна через {said}.", cancellationToken);
        response.Headers.Add("Retry-After", seconds.ToString(CultureInfo.InvariantCulture));
        return response;
    }

    private async Task<HttpResponseData> FormAsync(
        HttpRequestData request, HttpStatusCode status, string next, string name, string error, CancellationToken cancellationToken)
    {
        // A form that is open in another tab stays good.
        var nonce = request.Cookie(DashboardDoor.FormCookie) is { } known && Nonce().IsMatch(known) ? known : RandomNumberGenerator.GetHexString(32, lowercase: true);
        var html = DashboardFiles.Fill(
            "login.html", ("csrf", await _sessions.FormTokenAsync(nonce, cancellationToken)), ("next", next), ("name", name), ("error", error));
        var response = await request.PageAsync(status, html);
        response.SetCookie(DashboardDoor.FormCookie, nonce, TimeSpan.FromDays(1), "Strict");
        return response;
    }

    [GeneratedRegex(@"^/dashboard(?:[/?#][^\\\x00-\x20\x7f]*)?\z")]
    private static partial Regex DashboardPath();

    [GeneratedRegex(@"^[0-9a-f]{32}\z")]
    private static partial Regex Nonce();
}
