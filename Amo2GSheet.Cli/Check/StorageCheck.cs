using System.Runtime.CompilerServices;
using Amo2GSheet.Cli.Frame;
using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.Storage;
using Microsoft.Extensions.Options;

namespace Amo2GSheet.Cli.Check;

/// <summary>The tables, and the tokens in them.</summary>
internal sealed class StorageCheck(CommandContext context) : CheckArea("storage")
{
    /// <summary>The finding about tokens.</summary>
    public const string Tokens = "tokens";

    /// <inheritdoc />
    public override async IAsyncEnumerable<CheckFinding> LookAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (context.Service.IsThrowaway)
        {
            yield return Ok("tables", "The state is in memory, as in every throwaway sandbox.");
        }
        else
        {
            await context.Service.EnsureTablesAsync(cancellationToken);
            yield return Ok("tables", $"The tables are there, at {context.Get<AzureTables>().Place}.");
        }

        if (context.Get<IOptions<AmoCrmOptions>>().Value.LongLivedToken.Trim().Length > 0)
        {
            yield return Ok(Tokens, "AMO_LONG_LIVED_TOKEN is set: saved tokens are not used.");
            yield break;
        }

        yield return await context.Get<ITokenStore>().ReadAsync(cancellationToken) is { } stored
            ? Ok(Tokens, $"amoCRM's tokens are saved; the access token ends at {stored.Tokens.ExpiresAt:yyyy-MM-dd HH:mm:ss} UTC and is refreshed by itself.")
            : Blocks(Tokens, "Nobody has logged in to amoCRM yet: no tokens are saved.", "amo2gsheet login, or open /oauth/login of the service.");
    }
}
