using System.Net;
using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.Sheets;
using Amo2GSheet.GoogleSheets;
using Google;
using Google.Apis.Requests;

namespace Amo2GSheet.Tests.Sheets;

public sealed class GoogleOrderSheetFailureTests : IDisposable
{
    private readonly OrderSheetBed _bed = new();

    public GoogleOrderSheetFailureTests() => _bed.Book.Add(0, "Sheet1", ["ID", "Заказ №", "Статус"]);

    public void Dispose() => _bed.Dispose();

    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task A_read_is_tried_again_after_the_wait_that_google_asks_for(int status)
    {
        _bed.Wire.Answer("{}", (HttpStatusCode)status, retryAfterSeconds: 3);

        await _bed.ReadAsync();

        Assert.Contains(TimeSpan.FromSeconds(3), _bed.Time.Waits);
    }

    [Fact]
    public async Task A_read_survives_a_broken_connection()
    {
        _bed.Wire.Fail(new HttpRequestException("reset"));

        Assert.IsType<ReadTab>((await _bed.ReadAsync()).Active);
    }

    [Theory]
    [InlineData("Invalid value at 'requests[0].append_cells' (TYPE_DOUBLE), \"Азиз Турсунов\"", "Invalid value at 'requests[0].append_cells' (TYPE_DOUBLE), \"…\"")]
    [InlineData("Cut off: \"Азиз", "Cut off: \"…\"")]
    [InlineData("Unable to parse range: Sheet1!A1", "Unable to parse range: Sheet1!A1")]
    public void Google_s_words_are_told_without_the_value_that_they_quote(string said, string told) =>
        Assert.Equal(told, GoogleFailure.WordsOf(new GoogleApiException("sheets") { Error = new RequestError { Message = said } }));

    [Fact]
    public async Task A_long_wait_is_left_to_the_next_pass()
    {
        _bed.Wire.Answer("{}", HttpStatusCode.TooManyRequests, retryAfterSeconds: 60);

        await Assert.ThrowsAsync<SheetUnavailableException>(_bed.ReadAsync);

        Assert.Single(_bed.Wire.Calls);
    }

    [Fact]
    public async Task A_write_that_the_quota_refused_is_not_tried_again_because_people_may_have_moved_the_lines_meanwhile()
    {
        _bed.Wire.Answer("{}", HttpStatusCode.TooManyRequests, retryAfterSeconds: 1);

        await Assert.ThrowsAsync<SheetUnavailableException>(WriteAsync);

        Assert.Single(_bed.Wire.Calls);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task A_write_with_unknown_effect_is_never_repeated(int status)
    {
        _bed.Wire.Answer("{}", (HttpStatusCode)status);

        await Assert.ThrowsAsync<SheetUnavailableException>(WriteAsync);

        Assert.Single(_bed.Wire.Calls);
    }

    [Fact]
    public async Task A_write_whose_answer_is_lost_is_never_repeated()
    {
        _bed.Wire.Fail(new HttpRequestException("reset"));

        await Assert.ThrowsAsync<SheetUnavailableException>(WriteAsync);

        Assert.Single(_bed.Wire.Calls);
    }

    [Fact]
    public async Task A_time_out_is_googles_failure_and_a_cancelled_call_is_not()
    {
        _bed.Wire.Fail(new TaskCanceledException("slow", new TimeoutException()));
        await Assert.ThrowsAsync<SheetUnavailableException>(WriteAsync);

        using var stopping = new CancellationTokenSource();
        await stopping.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _bed.Sheet.ReadAsync(stopping.Token));
    }

    [Theory]
    [InlineData(HttpStatusCode.Forbidden, OrderSheetBed.Account)]
    [InlineData(HttpStatusCode.NotFound, "GOOGLE_SHEET_ID")]
    [InlineData(HttpStatusCode.BadRequest, "GOOGLE_SHEET_ID")]
    public async Task A_spreadsheet_that_cannot_be_opened_is_told_with_what_to_do(HttpStatusCode status, string expected)
    {
        _bed.Wire.Refuse(status, "google says no");

        var failure = await Assert.ThrowsAsync<SheetMisconfiguredException>(_bed.ReadAsync);

        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
        Assert.Contains("google says no", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_google_refuses_is_told_with_its_settings()
    {
        _bed.Wire.Token = (HttpStatusCode.BadRequest, """{"error":"invalid_grant","error_description":"Invalid JWT Signature."}""");

        var failure = await Assert.ThrowsAsync<SheetMisconfiguredException>(_bed.ReadAsync);

        Assert.Contains("invalid_grant", failure.Message, StringComparison.Ordinal);
        Assert.Contains("GOOGLE_SERVICE_ACCOUNT_FILE", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_service_that_fails_heals_by_waiting()
    {
        _bed.Wire.Token = (HttpStatusCode.OK, "<html>proxy</html>");

        await Assert.ThrowsAsync<SheetUnavailableException>(_bed.ReadAsync);
    }

    private Task<IReadOnlyList<RefusedEdit>> WriteAsync() =>
        _bed.WriteAsync(new CellEdit(new LeadId(7), new RowAddress(new TabId(0), 1), 2, new TextCell("Отказ")));
}
