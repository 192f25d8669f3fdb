using System.Text.Json.Nodes;
using AuthServer.Core.Data;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace AuthServer.AdminApi;

/// <summary>What the description says of the calls of administrators alone: the right that each needs, and how lists are read.</summary>
internal static class AdminDescription
{
    /// <summary>The member that names the right.</summary>
    public const string Right = "x-right";

    /// <summary>The member that is true where a recent sign-in is needed besides.</summary>
    public const string Recently = "x-recent-sign-in";

    /// <summary>Adds it to the document.</summary>
    public static IServiceCollection DescribeAdminApi(this IServiceCollection services) =>
        services.Configure<OpenApiOptions>("v1", openApi => openApi.AddOperationTransformer((operation, context, _) =>
        {
            var metadata = context.Description.ActionDescriptor.EndpointMetadata;
            foreach (var needed in metadata.OfType<NeededRight>())
                Tell(operation, Right, needed.Right.ToString().ToLowerInvariant());
            if (metadata.OfType<NeededSignIn>().Any())
                Tell(operation, Recently, true);
            foreach (var orders in metadata.OfType<ListOrders>())
                Tell(operation, orders);
            foreach (var filter in metadata.OfType<ListFilters>().SelectMany(f => f.All))
                (operation.Parameters ??= []).Add(InQuery(filter.Name, filter.Description));
            return Task.CompletedTask;
        }));

    private static void Tell<T>(OpenApiOperation operation, string member, T value)
    {
        operation.Extensions ??= new Dictionary<string, IOpenApiExtension>();
        operation.Extensions[member] = new JsonNodeExtension(JsonValue.Create(value)!); // the value is there
    }

    private static void Tell(OpenApiOperation operation, ListOrders orders)
    {
        operation.Parameters ??= [];
        operation.Parameters.Add(InQuery("q", $"What to search for: at most {PageQuery.MaxTextLength} characters."));
        operation.Parameters.Add(InQuery("sort", $"One of {string.Join(", ", orders.All.Select(o => $"`{o}`"))}; each with a minus before it, or without, turns the order round. Default: the first."));
        operation.Parameters.Add(InQuery("cursor", "`next_cursor` of the page before."));
        operation.Parameters.Add(new OpenApiParameter
        {
            Name = "limit",
            In = ParameterLocation.Query,
            Description = $"How many, 1 to {PageQuery.MaxLimit}; {PageQuery.DefaultLimit} without.",
            Schema = new OpenApiSchema { Type = JsonSchemaType.Integer },
        });
    }

    private static OpenApiParameter InQuery(string name, string description) => new()
    {
        Name = name,
        In = ParameterLocation.Query,
        Description = description,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
    };
}
