"""The plans as tools and resources of the Model Context Protocol. (`mcp` without a dot is the SDK, not this package.)"""
