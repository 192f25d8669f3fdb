using System.Text;
using System.Text.Json;
using AuthServer.Protocol.Issuing;
using AuthServer.Tests.Fixtures;
using Xunit;

namespace AuthServer.Protocol.Tests.Issuing;

/// <summary>Standard claims keep the types of OIDC Core §5.1, whatever a profile holds.</summary>
public sealed class ProfileClaimsTests
{
    [Theory]
    [InlineData("nickname", "\"Ada\"", """{"nickname":"Ada"}""")]
    [InlineData("nickname", "\" \"", "{}")]
    [InlineData("nickname", "null", "{}")]
    [InlineData("nickname", "7", "{}")]
    [InlineData("birthdate", "\"1990-02-29\"", "{}")]
    [InlineData("birthdate", "\"1992-02-29\"", """{"birthdate":"1992-02-29"}""")]
    [InlineData("address", "\"1 High Street\"", """{"address":{"formatted":"1 High Street"}}""")]
    [InlineData("address", """{"country":"UK"}""", """{"address":{"country":"UK"}}""")]
    [InlineData("address", """{"country":""}""", "{}")]
    [InlineData("address", "{}", "{}")]
    [InlineData("company_size", "7", """{"company_size":7}""")]
    [InlineData("company_name", "\"\"", "{}")]
    [InlineData("email", "\"evil@example.org\"", "{}")]
    [InlineData("sub", "\"evil\"", "{}")]
    [InlineData("acr", "\"2fa\"", "{}")]
    [InlineData("c_hash", "\"x\"", "{}")]
    [Spec("OIDC Core", "5.1")]
    public void TOK_24_claim_is_of_its_type_or_it_is_not_there(string name, string value, string written)
    {
        var subject = new Subject
        {
            Id = Guid.Empty,
            Enabled = true,
            Epoch = 1,
            UpdatedAt = DateTimeOffset.UnixEpoch,
            Profile = new Dictionary<string, JsonElement> { [name] = JsonElement.Parse(value) },
        };
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            StandardClaims.Write(writer, subject, name);
            writer.WriteEndObject();
        }

        Assert.Equal(written, Encoding.UTF8.GetString(stream.ToArray()));
    }

    [Theory]
    [InlineData("1990-12-31", true)]
    [InlineData("0000-02-29", true)]
    [InlineData("1990", true)]
    [InlineData("1849", false)]
    [InlineData("0000", false)]
    [InlineData("1990-13-01", false)]
    [InlineData("1990-1-1", false)]
    [InlineData("31.12.1990", false)]
    [InlineData("1990-12-31\n", false)]
    public void Birthdate_is_a_date_of_the_calendar(string text, bool isOne) =>
        Assert.Equal(isOne, ProfileClaims.IsBirthdate(JsonSerializer.SerializeToElement(text)));
}
