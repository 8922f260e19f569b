using System.Net;
using System.Text.RegularExpressions;
using Amo2GSheet.Core;
using Amo2GSheet.Core.Sheets;
using Google;
using Google.Apis.Auth.OAuth2.Responses;

namespace Amo2GSheet.GoogleSheets;

/// <summary>Says in the port's words what went wrong at Google, and what a person can do about it.</summary>
internal static partial class GoogleFailure
{
    /// <summary>The port's exception for a failed call; null for what is not Google's failure, and for a refused request (400).</summary>
    /// <param name="failure">What the client threw.</param>
    /// <param name="account">E-mail of the service account.</param>
    /// <param name="cancelled">Whether the caller gave up himself.</param>
    public static Exception? Explain(Exception failure, string account, bool cancelled) => failure switch
    {
        OperationCanceledException => cancelled ? null : new SheetUnavailableException(
            $"Google Sheets did not answer within {SheetsServiceFactory.CallTimeout.TotalSeconds:0} s.", failure),
        WriteFencedException => new SheetUnavailableException(failure.Message, failure),
        HttpRequestException or IOException => new SheetUnavailableException($"Google Sheets could not be reached: {failure.Message}", failure),
        TokenResponseException token => ExplainToken(token),
        GoogleApiException api => ExplainApi(api, account),
        _ => null,
    };

    /// <summary>
    /// Google's own words for a refusal. What stands in double quotes is the refused value itself, a client's name for one, and is left out:
    /// these words go to log, journal and <c>/health</c>.
    /// </summary>
    public static string WordsOf(GoogleApiException failure) =>
        string.IsNullOrWhiteSpace(failure.Error?.Message) ? $"HTTP {(int)failure.HttpStatusCode}" : QuotedValue().Replace(failure.Error.Message, "\"…\"");

    [GeneratedRegex("\"[^\"]*\"?")]
    private static partial Regex QuotedValue();

    private static Exception ExplainToken(TokenResponseException failure) => failure.StatusCode switch
    {
        HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new SheetMisconfiguredException(
            $"Google does not accept the service account's key ({failure.Error?.Error ?? "no reason given"}). See that this machine's clock is right; "
            + "if it is, the key was deleted or disabled: make a new one and set GOOGLE_SERVICE_ACCOUNT_FILE or GOOGLE_SERVICE_ACCOUNT_JSON to it.",
            failure),
        _ => new SheetUnavailableException($"Google's token service failed: {failure.Error?.Error ?? failure.StatusCode?.ToString()}.", failure),
    };

    private static Exception? ExplainApi(GoogleApiException failure, string account) => failure.HttpStatusCode switch
    {
        HttpStatusCode.BadRequest => null,
        HttpStatusCode.Unauthorized => new SheetMisconfiguredException(
            $"Google does not know the service account {account} ({WordsOf(failure)}). See that it exists and is enabled in Google Cloud.", failure),
        HttpStatusCode.Forbidden => new SheetMisconfiguredException(
            $"Google refuses access to the spreadsheet ({WordsOf(failure)}). Share it with {account} as Editor, "
            + "and see that the Google Sheets API is enabled in the account's project.", failure),
        HttpStatusCode.NotFound => new SheetMisconfiguredException(
            $"Google knows no spreadsheet with the id in GOOGLE_SHEET_ID ({WordsOf(failure)}). See that the id is right and that the spreadsheet "
            + "was not deleted.", failure),
        HttpStatusCode.TooManyRequests => new SheetUnavailableException(
            $"Google's quota is used up ({WordsOf(failure)}). It refills every minute; if this repeats, another program uses the same service "
            + "account or project, or the quota has to be raised in Google Cloud.", failure),
        _ => new SheetUnavailableException($"Google Sheets failed (HTTP {(int)failure.HttpStatusCode}: {WordsOf(failure)}).", failure),
    };
}
