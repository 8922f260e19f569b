using System.Text;
using Amo2GSheet.EmbeddedTables;
using Microsoft.Extensions.Logging.Abstractions;

// Writes entities to a file of tables until it is killed, and prints the row of each one after its write was answered. The rows of a pair are
// one transaction. Arguments: the file, and what the rows begin with.
var (path, prefix) = (args[0], args[1]);
using var service = TableService.OnFile(path, TimeProvider.System, NullLogger.Instance);
using var output = Console.OpenStandardOutput();
await Task.WhenAll(Enumerable.Range(0, 4).Select(WriteAsync));

async Task WriteAsync(int writer)
{
    for (var number = 0; ; number++)
    {
        var row = $"{prefix}-{writer}-{number:D6}";
        EntityProperty[] properties = [new("Number", number), new("Text", new string('x', number % 5 * 1000))];
        if (number % 2 == 0)
        {
            await service.ChangeAsync("leads", new EntityAction(EntityActionKind.Insert, new EntityKey("p", row), properties, null));
        }
        else
        {
            await service.ChangeAsync(
                "leads",
                [
                    new EntityAction(EntityActionKind.Insert, new EntityKey("p", row), properties, null),
                    new EntityAction(EntityActionKind.Insert, new EntityKey("p", $"{row}-pair"), properties, null),
                ]);
        }

        // One call of the system a line: what was printed stays in the pipe when this process is gone.
        output.Write(Encoding.UTF8.GetBytes($"{row}\n"));
    }
}
