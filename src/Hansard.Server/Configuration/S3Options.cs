namespace Hansard.Server.Configuration;

/// <summary>The server of the bucket that <see cref="HansardServerOptions.Objects"/> names.</summary>
/// <remarks>
/// What is not set is taken from where Amazon's own tools take it: AWS_ENDPOINT_URL, AWS_REGION, AWS_ACCESS_KEY_ID,
/// AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN, the profiles of <c>~/.aws</c>, the role of the machine or of the Kubernetes account.
/// </remarks>
public sealed record S3Options
{
    /// <summary>The address of a server that speaks S3, such as https://s3.example:9000; null: Amazon's.</summary>
    public Uri? Endpoint { get; set; }

    /// <summary>The region that requests are signed for; null: us-east-1 where <see cref="Endpoint"/> is set.</summary>
    public string? Region { get; set; }

    /// <summary>Names the bucket in the path and not in the host; null: where <see cref="Endpoint"/> is set.</summary>
    public bool? PathStyle { get; set; }

    /// <summary>The id of the access key.</summary>
    public string? AccessKey { get; set; }

    /// <summary>A file whose first line is the secret of <see cref="AccessKey"/>.</summary>
    public string? SecretKeyFile { get; set; }
}
