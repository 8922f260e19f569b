using System.Net;
using Amo2GSheet.Functions.Dashboard;
using Amo2GSheet.Tests.CatchUp;
using Microsoft.Extensions.DependencyInjection;

namespace Amo2GSheet.Tests.Dashboard;

/// <summary>Guessing a password is slow, on every instance and through restarts.</summary>
public sealed class GuessTests
{
    private readonly JumpingTime _clock = new();

    [Theory]
    [InlineData("anna")]
    [InlineData("nobody")]
    public async Task After_five_wrong_ones_the_next_waits_longer_each_time_whether_the_name_exists_or_not(string name)
    {
        await using var bed = await DashboardBed.StartAsync(clock: _clock);
        using var browser = bed.Open();
        for (var guess = 0; guess < 5; guess++)
            Assert.Equal(HttpStatusCode.Unauthorized, await TryAsync(browser, name, "wrong"));

        using var refused = await browser.LogInAsync(name.ToUpperInvariant(), "wrong");
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 25, 30);
        Assert.Contains("Слишком много попыток входа", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        foreach (var wait in new[] { 30, 60, 120, 240, 480, 900, 900 })
        {
            _clock.Jump(TimeSpan.FromSeconds(wait - 15));
            Assert.Equal(HttpStatusCode.TooManyRequests, await TryAsync(browser, name, "wrong"));
            _clock.Jump(TimeSpan.FromSeconds(16));
            Assert.Equal(HttpStatusCode.Unauthorized, await TryAsync(browser, name, "wrong"));
        }
    }

    [Fact]
    public async Task The_right_password_has_to_wait_too_and_then_wipes_the_slate_clean()
    {
        await using var bed = await DashboardBed.StartAsync(clock: _clock);
        using var browser = bed.Open();
        for (var guess = 0; guess < 5; guess++)
            await TryAsync(browser, "anna", "wrong");
        await bed.World.StopServiceAsync();
        await bed.World.StartServiceAsync();
        using var again = bed.Open();

        Assert.Equal(HttpStatusCode.TooManyRequests, await TryAsync(again, "anna", DashboardBed.Password));
        Assert.Equal(HttpStatusCode.SeeOther, await TryAsync(again, "boss", DashboardBed.Password));
        again.Cookies.Clear();
        _clock.Jump(TimeSpan.FromSeconds(31));
        Assert.Equal(HttpStatusCode.SeeOther, await TryAsync(again, "anna", DashboardBed.Password));
        again.Cookies.Clear();
        for (var guess = 0; guess < 5; guess++)
            Assert.Equal(HttpStatusCode.Unauthorized, await TryAsync(again, "anna", "wrong"));
    }

    [Fact]
    public async Task Guesses_at_once_on_two_instances_are_each_counted()
    {
        await using var bed = await DashboardBed.StartAsync(clock: _clock);
        await using var second = await bed.World.StartWorkerAsync();
        var browsers = Enumerable.Range(0, 12).Select(guess => bed.Open(guess % 2 == 0 ? null : second)).ToList();

        var answers = await Task.WhenAll(browsers.Select(browser => TryAsync(browser, "anna", "wrong")));
        browsers.ForEach(browser => browser.Dispose());

        Assert.Equal((5, 7), (answers.Count(answer => answer == HttpStatusCode.Unauthorized), answers.Count(answer => answer == HttpStatusCode.TooManyRequests)));
    }

    [Fact]
    public async Task Twenty_wrong_ones_from_one_address_make_it_wait_under_every_name_and_others_not()
    {
        await using var bed = await DashboardBed.StartAsync(clock: _clock);
        using var browser = bed.Open();
        for (var guess = 0; guess < 20; guess++)
        {
            // The proxy next to us writes the last one; what stands before it, anybody may have written.
            browser.ForwardedFor = $"10.0.0.{guess}, 203.0.113.7:{5_000 + guess}";
            Assert.Equal(HttpStatusCode.Unauthorized, await TryAsync(browser, $"name {guess}", "wrong"));
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, await TryAsync(browser, "anna", DashboardBed.Password));
        browser.ForwardedFor = "203.0.113.8:5000";
        Assert.Equal(HttpStatusCode.SeeOther, await TryAsync(browser, "anna", DashboardBed.Password));
    }

    [Fact]
    public async Task An_office_whose_people_log_in_rightly_never_waits()
    {
        await using var bed = await DashboardBed.StartAsync(clock: _clock);
        for (var person = 0; person < 22; person++)
        {
            using var browser = bed.Open();
            browser.ForwardedFor = "203.0.113.7";
            Assert.Equal(HttpStatusCode.SeeOther, await TryAsync(browser, "anna", DashboardBed.Password));
        }
    }

    [Fact]
    public async Task Whoever_has_to_wait_and_clicks_on_does_not_make_the_office_wait()
    {
        await using var bed = await DashboardBed.StartAsync(clock: _clock);
        using var browser = bed.Open();
        browser.ForwardedFor = "203.0.113.7";
        for (var click = 0; click < 25; click++)
            Assert.Equal(click < 5 ? HttpStatusCode.Unauthorized : HttpStatusCode.TooManyRequests, await TryAsync(browser, "anna", "wrong"));

        Assert.Equal(HttpStatusCode.SeeOther, await TryAsync(browser, "boss", DashboardBed.Password));
    }

    [Fact]
    public async Task Passwords_are_checked_one_at_a_time_and_a_full_line_sends_away_without_counting()
    {
        await using var bed = await DashboardBed.StartAsync(clock: _clock);
        using var browser = bed.Open();
        var line = bed.World.Service.Services.GetRequiredService<PasswordLine>();
        var places = Enumerable.Range(0, PasswordLine.Places).Select(_ => line.TryStand()!).ToList();
        var turn = await places[0].WaitAsync(default);
        var next = places[1].WaitAsync(default);

        for (var guess = 0; guess < 10; guess++)
        {
            using var full = await browser.LogInAsync("anna", DashboardBed.Password);
            Assert.Equal((HttpStatusCode.TooManyRequests, 5), (full.StatusCode, full.Headers.RetryAfter!.Delta!.Value.TotalSeconds));
            Assert.Contains("Слишком много попыток входа", await full.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        places[2].Dispose();
        var entering = TryAsync(browser, "anna", DashboardBed.Password);
        Assert.False(next.IsCompleted);
        turn.Dispose();
        using (await next)
            Assert.False(entering.IsCompleted);
        Assert.Equal(HttpStatusCode.SeeOther, await entering);
    }

    private static async Task<HttpStatusCode> TryAsync(DashboardBrowser browser, string name, string password)
    {
        using var answer = await browser.LogInAsync(name, password);
        return answer.StatusCode;
    }
}
