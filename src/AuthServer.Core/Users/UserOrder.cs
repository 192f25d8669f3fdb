using System.Globalization;
using AuthServer.Core.Data;
using Npgsql;

namespace AuthServer.Core.Users;

/// <summary>How a list of people is sorted.</summary>
/// <param name="Sql">Of a row <c>u</c>; with the id after it, an index has this order.</param>
internal sealed record UserOrder(string Sql, Func<ListedUser, string> ValueOf, Func<string, NpgsqlParameter?> Parameter)
{
    private static readonly UserOrder Created = new(
        "u.created_at", u => u.CreatedAt.ToString("O", CultureInfo.InvariantCulture),
        text => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? new NpgsqlParameter<DateTimeOffset> { TypedValue = at.ToUniversalTime() }
            : null);

    private static readonly UserOrder Email = new(
        "u.normalized_email", u => EmailAddress.TryParse(u.Email)?.Key ?? "", text => new NpgsqlParameter<string> { TypedValue = text });

    // The database folds the letters of both sides: two ways to do that would lose people between two pages.
    private static readonly UserOrder Name = new(
        "lower(coalesce(u.name, '')) COLLATE \"C\"", u => u.FullName ?? "", text => new NpgsqlParameter<string> { TypedValue = text })
    {
        Fold = place => $"lower({place})",
    };

    /// <summary>Goes around a parameter.</summary>
    public Func<string, string> Fold { get; private init; } = place => place;

    /// <summary>The one that was asked for.</summary>
    public static UserOrder Of(ListOrder order) => order.Member switch
    {
        "email" => Email,
        "full_name" or "name" => Name,
        _ => Created,
    };
}
