// The page that describes the API: Swagger UI over the document beside it. Nothing is asked of another host.

window.SwaggerUIBundle({ url: "openapi.json", domNode: document.getElementById("api"), deepLinking: true, validatorUrl: null });
