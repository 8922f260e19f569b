using Amo2GSheet.Cli.Service;
using Microsoft.Extensions.DependencyInjection;

namespace Amo2GSheet.Cli.Frame;

/// <summary>
/// What all commands that use the service's parts have in common: they are opened and closed here, Ctrl-C ends the command cleanly, and
/// what a person can mend is said in one sentence each, without a stack trace. A defect keeps its stack trace.
/// </summary>
/// <param name="terminal">Where the command reads and writes.</param>
/// <param name="open">Opens the parts: <see cref="CliService.OpenAsync"/>; tests give their own.</param>
internal sealed class CommandFrame(Terminal terminal, Func<bool, CancellationToken, Task<CliService>> open)
{
    /// <summary>Exit code: what was asked for was done, and nothing is wrong.</summary>
    public const int Fine = 0;

    /// <summary>Exit code: something blocks, or failed.</summary>
    public const int Failed = 1;

    /// <summary>Exit code: the command was typed wrongly.</summary>
    public const int Usage = 2;

    /// <summary>Where the command reads and writes.</summary>
    public Terminal Terminal { get; } = terminal;

    /// <summary>Runs one command.</summary>
    /// <param name="sandbox">Whether it works on simulators; which ones is said on standard error.</param>
    /// <param name="work">
    /// The command. It calls <see cref="CliService.EnsureReadyAsync"/> first, unless it is there to look at settings itself.
    /// </param>
    /// <param name="cancellationToken">Ctrl-C.</param>
    /// <returns>The exit code: <paramref name="work"/>'s own, or <see cref="Failed"/>.</returns>
    public async Task<int> RunAsync(bool sandbox, Func<CommandContext, CancellationToken, Task<int>> work, CancellationToken cancellationToken)
    {
        try
        {
            await using var service = await open(sandbox, cancellationToken);
            if (sandbox)
            {
                Terminal.Note(service.IsThrowaway
                    ? "No sandbox runs on this machine: this is a throwaway one, which ends with the command."
                    : $"Working on the sandbox that runs on this machine; its amoCRM is {service.Configuration["AMO_BASE_URL"]}.");
            }

            return await work(new CommandContext(service, Terminal), cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Terminal.Note("Stopped.");
            return Failed;
        }
        catch (Exception failure) when (CommandFailure.Sentences(failure) is { Count: > 0 } sentences)
        {
            foreach (var sentence in sentences)
                Terminal.Fail(sentence);
            return Failed;
        }
    }
}

/// <summary>What a command works with.</summary>
/// <param name="Service">The service's parts.</param>
/// <param name="Terminal">Where it reads and writes.</param>
internal sealed record CommandContext(CliService Service, Terminal Terminal)
{
    /// <summary>A part of the service.</summary>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">A setting that it needs is missing or wrong.</exception>
    public T Get<T>()
        where T : notnull => Service.Services.GetRequiredService<T>();
}
