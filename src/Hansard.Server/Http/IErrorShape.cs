using Hansard.Server.Contract;
using Microsoft.AspNetCore.Http;

namespace Hansard.Server.Http;

/// <summary>The body of errors of another protocol than the API's, at its addresses.</summary>
internal interface IErrorShape
{
    /// <summary>Tells whether an address is of this protocol, also where nothing is served.</summary>
    bool Covers(PathString path);

    /// <summary>The body: a text as it is, and anything else to be written as JSON.</summary>
    object BodyOf(ApiException error);
}
