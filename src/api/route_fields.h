// What the parameters and bodies of the routes ask for, for OpenAPI: each calls the function that reads them. Private
// to api/.
#pragma once

#include "api/schema_reader.h"

namespace hebb::api {

void ingest_parameters(SchemaReader& fields);
void ingest_body(SchemaReader& fields);
void query_body(SchemaReader& fields);
void context_body(SchemaReader& fields);
void rename_body(SchemaReader& fields);
void meetings_parameters(SchemaReader& fields);
void transcript_parameters(SchemaReader& fields);
void batch_body(SchemaReader& fields);
void memories_parameters(SchemaReader& fields);
void projects_parameters(SchemaReader& fields);
void concepts_parameters(SchemaReader& fields);
void decisions_parameters(SchemaReader& fields);
void patterns_parameters(SchemaReader& fields);
void consolidation_parameters(SchemaReader& fields);
void peek_parameters(SchemaReader& fields);
void fade_parameters(SchemaReader& fields);
void restore_parameters(SchemaReader& fields);
void undo_parameters(SchemaReader& fields);
void declared_parameters(SchemaReader& fields);
void declaration_body(SchemaReader& fields);
void declaration_edit_body(SchemaReader& fields);
void mentions_parameters(SchemaReader& fields);
void period_parameters(SchemaReader& fields);
void note_body(SchemaReader& fields);
void correction_body(SchemaReader& fields);
void edit_body(SchemaReader& fields);
void project_parameters(SchemaReader& fields);
void erase_parameters(SchemaReader& fields);
void export_parameters(SchemaReader& fields);

}  // namespace hebb::api
