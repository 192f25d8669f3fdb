using System.Text.Json.Nodes;
using AuthServer.Core.Audit;
using AuthServer.Core.Data;
using AuthServer.Hosting;
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
            operation.Parameters ??= [];
            foreach (var orders in metadata.OfType<ListOrders>())
                Tell(operation.Parameters, orders);
            foreach (var filter in metadata.OfType<ListFilters>().SelectMany(f => f.All))
                operation.Parameters.Add(InQuery(filter.Name, filter.Description));
            foreach (var (name, text) in metadata.OfType<CallParameters>().SelectMany(p => p.All))
                operation.Parameters.Add(InQuery(name, text));
            if (metadata.OfType<NeededRight>().Any() && Reasons.IsTaken(context.Description.HttpMethod ?? ""))
                operation.Parameters.Add(InQuery(Reasons.Name, $"For the audit log; one line of at most {Cause.LongestReason} characters. One in the body goes before it."));
            foreach (var lines in metadata.OfType<LinesBody>())
                operation.RequestBody = BodyOf(lines);
            if (metadata.OfType<PossibleProblems>().Any(p => p.All.Contains(Problems.PreconditionFailed)))
                operation.Parameters.Add(IfMatch());
            return Task.CompletedTask;
        }));

    private static void Tell<T>(OpenApiOperation operation, string member, T value)
    {
        operation.Extensions ??= new Dictionary<string, IOpenApiExtension>();
        operation.Extensions[member] = new JsonNodeExtension(JsonValue.Create(value)!); // the value is there
    }

    private static void Tell(IList<IOpenApiParameter> parameters, ListOrders orders)
    {
        parameters.Add(InQuery("q", $"What to search for: at most {PageQuery.MaxTextLength} characters."));
        parameters.Add(InQuery("sort", $"One of {string.Join(", ", orders.All.Select(o => $"`{o}`"))}; each with a minus before it, or without, turns the order round. Default: the first."));
        parameters.Add(InQuery("cursor", "`next_cursor` of the page before."));
        parameters.Add(new OpenApiParameter
        {
            Name = "limit",
            In = ParameterLocation.Query,
            Description = $"How many, 1 to {PageQuery.MaxLimit}; {PageQuery.DefaultLimit} without.",
            Schema = new OpenApiSchema { Type = JsonSchemaType.Integer },
        });
    }

    private static OpenApiRequestBody BodyOf(LinesBody lines) => new()
    {
        Description = "A JSON object a line.",
        Required = true,
        Content = lines.Types.ToDictionary(t => t, _ => new OpenApiMediaType
        {
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            Example = lines.Example,
        }),
    };

    private static OpenApiParameter IfMatch() => new()
    {
        Name = "If-Match",
        In = ParameterLocation.Header,
        Description = "The `ETag` of the version that this was decided on: `precondition_failed` where there is another by now. Without, the last one wins.",
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
    };

    private static OpenApiParameter InQuery(string name, string description) => new()
    {
        Name = name,
        In = ParameterLocation.Query,
        Description = description,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
    };
}
