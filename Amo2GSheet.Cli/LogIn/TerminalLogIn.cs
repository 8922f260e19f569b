using System.Web;
using Amo2GSheet.Cli.Frame;
using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.Sync;
using Microsoft.Extensions.Options;

namespace Amo2GSheet.Cli.LogIn;

/// <summary>
/// A log-in to amoCRM without the service's own pages: the same checks and the same table of tokens, with a person who carries the address from
/// the browser to the terminal. Its states end here alone, and the service's end there.
/// </summary>
/// <param name="context">What the command works with.</param>
internal sealed class TerminalLogIn(CommandContext context)
{
    /// <summary>Begins a log-in: shows the consent page, and waits for what amoCRM made of it.</summary>
    public async Task<int> AskAsync(CancellationToken cancellationToken)
    {
        var page = context.Get<LogInByLink>().BeginInTerminal();
        context.Terminal.Note("Open this address as an administrator of the account, within 20 minutes, and approve:");
        await context.Terminal.Output.WriteLineAsync(page.AbsoluteUri);
        context.Terminal.Note("Then paste the address that the browser was sent to, whole, or its code alone. Whether the page there loads makes no difference.");
        var pasted = (await context.Terminal.ReadLineAsync(cancellationToken))?.Trim();
        if (string.IsNullOrEmpty(pasted))
            throw new CommandException("Nothing was pasted: nobody is logged in. The address stays good for 20 minutes: amo2gsheet login --redirect-url <the address amoCRM sent the browser to>.");

        return pasted.Contains("://", StringComparison.Ordinal) || pasted.Contains('=', StringComparison.Ordinal)
            ? await OfAddressAsync(pasted, cancellationToken)
            : await OfCodeAsync(pasted, cancellationToken);
    }

    /// <summary>Begins a log-in at a simulator, whose consent page says yes to everybody, and follows it to its end.</summary>
    public async Task<int> FollowAsync(CancellationToken cancellationToken)
    {
        var page = context.Get<LogInByLink>().BeginInTerminal();
        context.Terminal.Note($"The simulator's consent page: {page.AbsoluteUri}");
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        try
        {
            using var answer = await http.GetAsync(page, cancellationToken);
            return answer.Headers.Location is { } redirect
                ? await OfAddressAsync(redirect.OriginalString, cancellationToken)
                : throw new CommandException($"The simulator's consent page answered {(int)answer.StatusCode} and sent nobody on.");
        }
        catch (HttpRequestException gone)
        {
            throw new CommandException($"The simulator's consent page cannot be reached: {gone.Message}");
        }
    }

    /// <summary>Ends a log-in with the address that amoCRM sent the browser to. Its state must be one that was given out and not used yet.</summary>
    public async Task<int> OfAddressAsync(string address, CancellationToken cancellationToken)
    {
        var question = address.IndexOf('?', StringComparison.Ordinal);
        var answer = ConsentAnswer.Read(HttpUtility.ParseQueryString(address[(question + 1)..].Split('#')[0]));
        var outcome = await context.Get<LogInByLink>().EndAsync(answer, new LogInVisit(LogInKind.Terminal), cancellationToken);
        return outcome.Kind switch
        {
            LinkOutcomeKind.LoggedIn => LoggedIn(outcome.ExpiresAt!.Value),
            LinkOutcomeKind.UnknownState => Refused(
                "The address has no state of a log-in that began here in the last 20 minutes, or one that was used already. Begin again: amo2gsheet login."),
            LinkOutcomeKind.ForBrowser => Refused("The log-in of this address was begun in a browser at /oauth/login and ends there. Begin one here: amo2gsheet login."),
            LinkOutcomeKind.Denied => Refused("The administrator did not approve the integration."),
            LinkOutcomeKind.ForeignIntegration => Refused("Another integration was approved than the one in AMO_CLIENT_ID."),
            LinkOutcomeKind.ForeignAccount => Refused($"Another account was approved ({outcome.Words ?? "unknown"}) than the one in AMO_SUBDOMAIN."),
            LinkOutcomeKind.NoCode => Refused("The address has no code: copy the whole of it."),
            LinkOutcomeKind.CodeRefused => Refused(CodeRefused(outcome.Words)),
            _ => Refused(outcome.Words ?? "amoCRM cannot be used for now; begin again."),
        };
    }

    /// <summary>Ends a log-in with a code alone, which whoever typed it vouches for.</summary>
    public async Task<int> OfCodeAsync(string code, CancellationToken cancellationToken) =>
        await context.Get<IAmoLogIn>().ExchangeCodeAsync(code, cancellationToken) switch
        {
            AmoLoggedIn loggedIn => LoggedIn(loggedIn.ExpiresAt),
            AmoLogInForeign foreign => Refused(foreign.Sentence),
            AmoLogInRefused refused => Refused(CodeRefused(refused.Hint)),
            var unknown => throw new InvalidOperationException($"Unknown outcome {unknown.GetType().Name}."),
        };

    private static string CodeRefused(string? hint) =>
        $"amoCRM refused the code: {hint}. A code works once and for 20 minutes; AMO_CLIENT_SECRET and AMO_REDIRECT_URI must be the integration's. Begin again: amo2gsheet login.";

    private int LoggedIn(DateTimeOffset expiresAt)
    {
        context.Terminal.Output.WriteLine($"Logged in. The access token ends at {expiresAt:yyyy-MM-dd HH:mm:ss} UTC and is refreshed by itself.");
        if (context.Get<IOptions<AmoCrmOptions>>().Value.LongLivedToken.Trim().Length > 0)
            context.Terminal.Fail("AMO_LONG_LIVED_TOKEN is set: it is used in place of this log-in until the setting is taken out.");
        context.Terminal.Note("Next: amo2gsheet check. A service that runs takes the new tokens by itself.");
        return CommandFrame.Fine;
    }

    private int Refused(string sentence)
    {
        context.Terminal.Fail(sentence);
        return CommandFrame.Failed;
    }
}
