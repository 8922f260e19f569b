using System.Globalization;
using System.Net;
using Microsoft.Extensions.Configuration;

namespace Amo2GSheet.SelfHost.Settings;

/// <summary>The settings of this host itself, not those of the service. Kept as text, so that validation can name each.</summary>
internal sealed class SelfHostSettings
{
    public const int ShortestKey = 16;

    /// <summary>HOST: an IP address, <c>localhost</c>, or <c>*</c> for all.</summary>
    public string Host { get; set; } = "";

    /// <summary>PORT: 0 lets the system choose.</summary>
    public string Port { get; set; } = "";

    /// <summary>FUNCTION_KEY: any one of these opens the functions of level Function; several during a rotation.</summary>
    public IReadOnlyList<string> FunctionKeys { get; set; } = [];

    /// <summary>MASTER_KEY: opens every function; without it those of level Admin stay shut.</summary>
    public string? MasterKey { get; set; }

    public static void Fill(SelfHostSettings settings, IConfiguration configuration)
    {
        settings.Host = Text(configuration["HOST"]) ?? "127.0.0.1";
        settings.Port = Text(configuration["PORT"]) ?? "7071";
        settings.FunctionKeys = (configuration["FUNCTION_KEY"] ?? "")
            .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        settings.MasterKey = Text(configuration["MASTER_KEY"]);
    }

    public bool TryGetEndPoint(out IPEndPoint endPoint)
    {
        var address = Host switch
        {
            "*" => IPAddress.IPv6Any,
            _ when Host.Equals("localhost", StringComparison.OrdinalIgnoreCase) => IPAddress.Loopback,
            _ when IPAddress.TryParse(Host, out var parsed) => parsed,
            _ => null,
        };
        var isPort = ushort.TryParse(Port, NumberStyles.None, CultureInfo.InvariantCulture, out var port);
        endPoint = new IPEndPoint(address ?? IPAddress.Loopback, port);
        return address is not null && isPort;
    }

    private static string? Text(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();
}
