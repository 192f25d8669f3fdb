using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace AuthServer.Hosting;

/// <summary>
/// The description of the JSON API (OpenAPI 3.1) at /openapi/v1.json. Paths and bodies come from the routes; what is said
/// here is what routes do not know: examples, the problems of each call, how a caller shows who it is.
/// </summary>
internal static class Description
{
    private const string Scheme = "bearer";

    /// <summary>Registers the document.</summary>
    public static IServiceCollection AddDescription(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.PropertyNamingPolicy = JsonBody.Options.PropertyNamingPolicy;
            json.SerializerOptions.NumberHandling = JsonBody.Options.NumberHandling;
        });
        return services.AddOpenApi("v1", openApi =>
        {
            openApi.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            openApi.ShouldInclude = call => call.RelativePath?.StartsWith("api/", StringComparison.Ordinal) == true;
            openApi.AddDocumentTransformer((document, _, _) => Introduce(document));
            openApi.AddOperationTransformer((operation, context, _) => Describe(operation, context));
        });
    }

    private static Task Introduce(OpenApiDocument document)
    {
        document.Info = new OpenApiInfo
        {
            Title = "AuthServer API",
            Version = "1",
            Description =
                "`/api/account` is for first-party apps, `/api/admin` for administrators. JSON in and out; errors are problems "
                + "(RFC 9457) with a stable `code`. "
                + "Tokens are ordinary OAuth tokens of the app that `client_id` names: they are refreshed at "
                + "`POST /connect/token`, and sent back as `Authorization: Bearer …`.",
        };
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
        document.Components.SecuritySchemes[Scheme] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = Scheme,
            Description =
                "An access token with the issuer among its audiences: of a person, issued to a first-party app; for "
                + "`/api/admin` with the scope `admin` or a narrower one, of an administrator or a client by itself.",
        };
        document.Components.Schemas ??= new Dictionary<string, IOpenApiSchema>();
        document.Components.Schemas["Problem"] = ProblemSchema();
        // A value of any type, which is not null where null is said beside it: of oneOf exactly one may fit.
        document.Components.Schemas[nameof(JsonElement)] = new OpenApiSchema
        {
            Type = JsonSchemaType.Object | JsonSchemaType.Array | JsonSchemaType.String | JsonSchemaType.Number | JsonSchemaType.Boolean,
        };
        return Task.CompletedTask;
    }

    private static OpenApiSchema ProblemSchema() => new()
    {
        Type = JsonSchemaType.Object,
        Description = "What went wrong (RFC 9457).",
        Required = new HashSet<string> { "type", "title", "status", "code", "detail" },
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["type"] = new OpenApiSchema { Type = JsonSchemaType.String },
            ["title"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "The status in words." },
            ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Description = "The HTTP status." },
            ["code"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "Stable: for programs." },
            ["detail"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "For the authors of programs." },
            ["errors"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Description = "With 422: what is wrong with which member.",
                AdditionalProperties = new OpenApiSchema
                {
                    Type = JsonSchemaType.Array,
                    Items = new OpenApiSchema { Type = JsonSchemaType.String },
                },
            },
            ["used_by"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Description = "With `in_use`: what needs it, by kind: ids of some.",
                AdditionalProperties = new OpenApiSchema
                {
                    Type = JsonSchemaType.Array,
                    Items = new OpenApiSchema { Type = JsonSchemaType.String },
                },
            },
        },
    };

    private static Task Describe(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var possible = metadata.OfType<PossibleProblems>().ToList();
        operation.Responses ??= [];
        foreach (var status in possible.SelectMany(p => p.All).GroupBy(p => p.Status).OrderBy(g => g.Key))
            operation.Responses[$"{status.Key}"] = Failure([.. status.DistinctBy(p => p.Code)], context.Document);
        if (possible.Exists(p => p.IsOfCaller))
        {
            operation.Security =
                [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, context.Document)] = [] }];
        }

        foreach (var example in metadata.OfType<CallExample>())
            Show(operation, example);
        NamePlaces(operation, context);
        return Task.CompletedTask;
    }

    private static OpenApiResponse Failure(IReadOnlyList<Problem> problems, OpenApiDocument? document) => new()
    {
        Description = string.Join(" ", problems.Select(p => $"`{p.Code}`: {p.Detail}")),
        Content = new Dictionary<string, OpenApiMediaType>
        {
            [Problem.MediaType] = new()
            {
                Schema = new OpenApiSchemaReference("Problem", document),
                Examples = problems.ToDictionary(
                    p => p.Code, p => (IOpenApiExample)new OpenApiExample { Summary = p.Detail, Value = p.ToNode() }),
            },
        },
    };

    private static void Show(OpenApiOperation operation, CallExample example)
    {
        if (example.Body is not null && operation.RequestBody?.Content is { } body)
        {
            foreach (var media in body.Values)
                media.Example = ToNode(example.Body);
        }

        var good = operation.Responses?.FirstOrDefault(r => r.Key.StartsWith('2')).Value;
        if (example.Answer is not null && good?.Content is { } answer)
        {
            foreach (var media in answer.Values)
                media.Example = ToNode(example.Answer);
        }
    }

    /// <summary>The places in the path: what handlers read by themselves, routes do not tell.</summary>
    private static void NamePlaces(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        var path = context.Description.RelativePath ?? "";
        foreach (var place in path.Split('/').Where(s => s.StartsWith('{')).Select(s => s.Trim('{', '}', '?')))
        {
            operation.Parameters ??= [];
            if (operation.Parameters.Any(p => p.Name == place))
                continue;
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = place,
                In = ParameterLocation.Path,
                Required = true,
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            });
        }
    }

    private static JsonNode? ToNode(object value) => JsonSerializer.SerializeToNode(value, value.GetType(), ExampleOptions);

    private static readonly JsonSerializerOptions ExampleOptions = new(JsonBody.Options)
    {
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
    };
}
