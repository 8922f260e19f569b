using System.Net;
using System.Net.Sockets;

namespace Amo2GSheet.Sandbox.Processes;

/// <summary>Ports for servers that cannot be asked which one they got; bind to port 0 wherever that can be asked.</summary>
public static class FreePort
{
    /// <summary>A port of 127.0.0.1 that was free a moment ago: another process may still take it first.</summary>
    public static int Find()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
