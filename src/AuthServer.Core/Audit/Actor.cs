using System.Globalization;

namespace AuthServer.Core.Audit;

/// <summary>Who did something.</summary>
/// <param name="Id">A person's id, a <c>client_id</c>, or which part of the server.</param>
public sealed record Actor(ActorKind Kind, string Id)
{
    /// <summary>The declarations' files.</summary>
    public static Actor Files { get; } = new(ActorKind.Server, "declarations");

    /// <summary>Somebody who has not shown who they are.</summary>
    public static Actor Nobody { get; } = new(ActorKind.Unknown, "");

    /// <summary>Whoever runs this program by hand: the account that the system knows them by.</summary>
    public static Actor Operator { get; } = new(ActorKind.Operator, Environment.UserName);

    /// <summary>The <c>client_id</c> through which a person did it; null: in our own pages, or no person.</summary>
    public string? Via { get; init; }

    /// <summary>The network address it came from, as the door saw it; null: from no network.</summary>
    public string? From { get; init; }

    /// <summary>A person.</summary>
    public static Actor Person(Guid id) => new(ActorKind.Person, id.ToString(null, CultureInfo.InvariantCulture));

    /// <summary>A client by itself.</summary>
    public static Actor Client(string clientId) => new(ActorKind.Client, clientId);

    /// <summary>The server itself.</summary>
    /// <param name="part">Which part of it, for instance a job's name.</param>
    public static Actor Server(string part) => new(ActorKind.Server, part);
}

/// <summary>What kind of somebody did it; as the table holds it.</summary>
public enum ActorKind : short
{
    /// <summary>A person; the id is theirs.</summary>
    Person = 1,

    /// <summary>A client by itself; the id is its <c>client_id</c>.</summary>
    Client = 2,

    /// <summary>The server by itself.</summary>
    Server = 3,

    /// <summary>Whoever ran a command on the server's machine.</summary>
    Operator = 4,

    /// <summary>Nobody who is known: somebody who tried.</summary>
    Unknown = 5,
}
