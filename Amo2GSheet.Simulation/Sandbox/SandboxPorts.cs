using System.Net;
using System.Net.Sockets;

namespace Amo2GSheet.Simulation.Sandbox;

/// <summary>Looks at all ports before anything starts, so that a taken one is said in a sentence and not by a stack trace half-way.</summary>
internal static class SandboxPorts
{
    /// <summary>Checks that nobody listens on the sandbox's ports, and that they differ.</summary>
    /// <exception cref="SandboxException">Names the first port that is taken, and the option that changes it.</exception>
    public static void EnsureFree(SandboxSettings settings)
    {
        var held = new List<TcpListener>();
        try
        {
            Hold(settings.FunctionsPort, "the service", "--functions-port");
            Hold(settings.AmoPort, "the amoCRM simulator", "--amo-port");
            Hold(settings.SheetsPort, "the Google Sheets simulator", "--sheets-port");
            if (!settings.Smoke)
                Hold(settings.PagePort, "the page", "--page-port");
        }
        finally
        {
            held.ForEach(listener => listener.Stop());
        }

        void Hold(int port, string whose, string option)
        {
            var listener = new TcpListener(IPAddress.Loopback, port);
            try
            {
                listener.Start();
                held.Add(listener);
            }
            catch (SocketException)
            {
                throw new SandboxException($"Port {port} of 127.0.0.1, meant for {whose}, is taken: choose another one with {option}.");
            }
        }
    }
}
