using Amo2GSheet.Core.Sync;
using Amo2GSheet.Sandbox.AmoCrm;

namespace Amo2GSheet.Tests.Service;

/// <summary>Settings that change what the whole service does, at its outer edge.</summary>
public sealed class SettingsAtWorkTests
{
    private static readonly string[] Moved = ["AMO_SUBDOMAIN", "GOOGLE_SHEET_ID", "GOOGLE_SERVICE_ACCOUNT_JSON", "TRIGGER_STATUS_NAME"];

    [Theory]
    [InlineData("prod")]
    [InlineData(" PROD ")]
    public async Task The_credentials_of_the_chosen_environment_count_over_the_bare_ones(string environment)
    {
        await using var world = await ServiceWorld.StartAsync(settings =>
        {
            foreach (var name in Moved)
                (settings[$"PROD_{name}"], settings[$"DEV_{name}"], settings[name]) = (settings[name], "of-dev", "bare");
            settings["ENVIRONMENT"] = environment;
            // What hosts call their own environment is none of ours.
            settings["AZURE_FUNCTIONS_ENVIRONMENT"] = "Development";
            settings["DOTNET_ENVIRONMENT"] = "Staging";
        });

        await world.MoveAndSyncAsync(world.FirstLead, ServiceWorld.NewOrder);

        Assert.Equal("В процессе", world.Cell(world.FirstLead, "Статус"));
    }

    [Fact]
    public async Task A_long_lived_token_runs_the_service_without_an_integration_and_health_says_when_it_ends()
    {
        Dictionary<string, string?> settings = [];
        await using var world = await ServiceWorld.StartAsync(given => settings = given, loggedIn: false);
        await world.StopServiceAsync();
        settings["AMO_CLIENT_ID"] = settings["AMO_CLIENT_SECRET"] = settings["AMO_REDIRECT_URI"] = null;
        settings["AMO_LONG_LIVED_TOKEN"] = world.Amo.World.MakeLongLivedToken(TimeSpan.FromDays(3));
        settings["AMO_TOKEN_STORE"] = "/var/secret/.amo_tokens.json";
        await world.StartServiceAsync();

        await world.MoveAndSyncAsync(world.FirstLead, ServiceWorld.NewOrder);

        Assert.Equal("В процессе", world.Cell(world.FirstLead, "Статус"));
        Assert.Contains("AMO_LONG_LIVED_TOKEN ends on", await world.HealthAsync(), StringComparison.Ordinal);
        Assert.Contains(world.Log, line => line.Contains("AMO_TOKEN_STORE is not used", StringComparison.Ordinal));
        Assert.DoesNotContain(world.Log, line => line.Contains("/var/secret", StringComparison.Ordinal) || line.Contains(settings["AMO_LONG_LIVED_TOKEN"]!, StringComparison.Ordinal));
        world.Amo.World.With(state => state.Tokens.RevokeAll());
        world.Move(world.FirstLead, "ЗАКАЗ ОТПРАВЛЕН");
        await world.BellAsync(world.FirstLead);
        Assert.NotEqual(PassResult.Done, (await world.PassAsync()).Result);
        Assert.Contains("amoCRM refuses AMO_LONG_LIVED_TOKEN", await world.HealthAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_order_number_goes_to_the_field_that_a_setting_names()
    {
        await using var world = await ServiceWorld.StartAsync(settings => settings["AMO_ORDER_FIELD_ID"] = $"{DemoFields.Comment}");
        await world.MoveAndSyncAsync(world.FirstLead, ServiceWorld.NewOrder);
        world.Type(world.FirstLead, "Заказ №", "A-17");

        await world.PassDoneAsync();

        Assert.Equal("A-17", world.FieldOf(world.FirstLead, "Комментарий"));
        Assert.Null(world.FieldOf(world.FirstLead, "Заказ №"));
        Assert.Equal("ЗАКАЗ ОТПРАВЛЕН", world.StageOf(world.FirstLead));
    }

    [Fact]
    public async Task A_value_of_the_dropdown_moves_the_lead_where_a_setting_says_and_a_stage_shows_what_a_setting_says()
    {
        await using var world = await ServiceWorld.StartAsync(settings =>
        {
            settings["DROPDOWN_STATUS_MAP_JSON"] = """{"Отказ":143}""";
            settings["STATUS_DISPLAY_MAP_JSON"] = """{"Заказ отправлен":"В пути"}""";
        });
        await world.NewOrdersAsync(world.FirstLead);

        await world.MoveAndSyncAsync(world.FirstLead, "ЗАКАЗ ОТПРАВЛЕН");
        Assert.Equal("В пути", world.Cell(world.FirstLead, "Статус"));
        world.Type(world.FirstLead, "Статус", "Отказ");
        await world.PassDoneAsync();

        Assert.Equal(143, world.Card(world.FirstLead).StatusId);
    }
}
