using System.CommandLine;
using AuthServer.Core.Audit;
using AuthServer.Core.Authorizations;

namespace AuthServer.Commands;

/// <summary>
/// <c>restored</c>: after a database was restored. What was revoked after the copy was made lives again in it, and what was
/// issued after it is unknown to it; so everything that was ever issued ends.
/// </summary>
internal static class RestoredCommand
{
    public static Command Of(IServiceProvider services)
    {
        var command = new Command("restored", "After the database was restored: end every session, authorization and token that was ever issued.");
        command.SetAction(async (_, ct) =>
        {
            await services.GetRequiredService<OpenDatabase>().OpenAsync(ct);
            await services.GetRequiredService<WideEndings>().EndAllAfterRestoreAsync(new Cause(Actor.Operator, "The database was restored."), ct);
            Console.WriteLine("Everything that was issued has ended; everybody signs in anew.");
            return CommandLine.Done;
        });
        return command;
    }
}
