"""Reports: satisfaction, service and the policy's indicators, as pages, pictures and files."""
