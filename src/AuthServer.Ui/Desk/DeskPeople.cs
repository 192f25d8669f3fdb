using AuthServer.Core.Audit;
using AuthServer.Core.Sessions;
using AuthServer.Core.Users;
using AuthServer.Protocol.Issuing;
using AuthServer.Ui.Interaction;
using Microsoft.AspNetCore.Http;

namespace AuthServer.Ui.Desk;

/// <summary>Tells who sits at the desk, by the session of the browser and the roles of now.</summary>
internal sealed class DeskPeople(SignedInReader reader, ISubjects subjects, TimeProvider clock)
{
    /// <summary>Null: nobody is signed in. Rights may be none.</summary>
    public async ValueTask<DeskPerson?> FindAsync(HttpContext context, CancellationToken ct)
    {
        if (await reader.ReadAsync(context, ct) is not { } who || await subjects.FindAsync(who.UserId, ct) is not { } person)
            return null;
        var email = person.Email ?? "";
        return new DeskPerson(
            who.UserId, who.SessionId, person.Name is { Length: > 0 } name ? name : email, email,
            AdministratorRoles.RightsOf(person.Roles),
            Actor.Person(who.UserId) with { From = context.Connection.RemoteIpAddress?.ToString() })
        {
            SignedInRecently = RecentSignIn.Is(who.AuthTime, clock.GetUtcNow()),
        };
    }
}
