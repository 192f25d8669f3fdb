using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using AuthServer.Core.Declarations;

namespace AuthServer.Core.Editing;

/// <summary>
/// A kind of object that files declare and administrators edit, of which there are few. What it changes is saved in the
/// caller's transaction.
/// </summary>
/// <param name="kind">One of <see cref="ObjectKind"/>.</param>
/// <param name="keyMember">The member that names an object among its kind.</param>
internal abstract class EditableKind(string kind, string keyMember)
{
    /// <summary>How many uses are named where something cannot go.</summary>
    protected const int MostUses = 10;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public string Kind => kind;

    public string KeyMember => keyMember;

    /// <summary>How the audit log names it and what is done to it.</summary>
    public abstract EditNames Names { get; }

    /// <summary>Members that are shown, and changed elsewhere.</summary>
    public virtual IReadOnlyList<string> ReadOnly => [];

    /// <summary>The member that goes in and is never shown, so that nobody sees by comparing that it changed; null: there is none.</summary>
    public virtual string? SecretMember => null;

    public abstract Task<IReadOnlyList<EditedObject>> ListAsync(CancellationToken ct);

    public async Task<EditedObject?> FindAsync(string key, CancellationToken ct) =>
        (await ListAsync(ct)).FirstOrDefault(o => o.Key == key);

    /// <summary>Makes or replaces the object that was read.</summary>
    public abstract Task PutAsync(DeclarationSet read, CancellationToken ct);

    public abstract Task DeleteAsync(string key, CancellationToken ct);

    /// <summary>Whether only an owner may change it.</summary>
    public virtual bool IsOwners(JsonObject members) => false;

    /// <summary>What needs it, so that it cannot go: some of that, not all.</summary>
    public virtual Task<IReadOnlyList<ObjectUse>> FindUsesAsync(string key, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<ObjectUse>>([]);

    /// <summary>In the names of declarations, which are those of our own types.</summary>
    protected static EditedObject Shown<T>(string key, T value) => Shown(key, MembersOf(value));

    protected static EditedObject Shown(string key, JsonObject members)
    {
        var text = Encoding.UTF8.GetBytes(CanonicalJson.Of(members.ToJsonString()));
        return new EditedObject(key, members, Base64Url.EncodeToString(SHA256.HashData(text).AsSpan(0, 12)));
    }

    protected static JsonObject MembersOf<T>(T value) =>
        JsonSerializer.SerializeToNode(value, Json)?.AsObject() ?? []; // never null: a record is an object
}

/// <summary>Of <see cref="Audit.AuditTargets"/> and <see cref="Audit.AuditActions"/>.</summary>
internal sealed record EditNames(string Target, string Created, string Updated, string Deleted);
