/* ONNX Runtime's side of the comparison, through its C API: reads "infer NETWORK BATCH SECONDS" lines, answers as timing.h says.
 * The API is a table of function pointers whose order is fixed, so the slots used here are named by number and no header is needed.
 * usage: onnxruntime_worker LIBRARY FOLDER_OF_ONNX_FILES   build: gcc -O2 onnxruntime_worker.c -o onnxruntime_worker -ldl */
#include <dlfcn.h>
#include <stdint.h>
#include <string.h>
#include "timing.h"

typedef void *Pointer;
typedef struct { void **(*GetApi)(uint32_t version); const char *(*GetVersionString)(void); } ApiBase;
enum { GetErrorMessage = 2, CreateEnv = 3, CreateSession = 7, Run = 9, CreateSessionOptions = 10, SetSessionExecutionMode = 13,
       SetSessionGraphOptimizationLevel = 23, SetIntraOpNumThreads = 24, SetInterOpNumThreads = 25,
       CreateTensorWithDataAsOrtValue = 49, CreateCpuMemoryInfo = 69, ApiVersion = 16 };
enum { Float = 1, LogError = 3, ArenaAllocator = 1, DefaultMemory = 0, Sequential = 0, EnableAll = 99, MaxCases = 32 };

static void **api;
#define CALL(slot, ...) ((Pointer (*)(__VA_ARGS__))api[slot])
#define CHECK(status) do { Pointer s_ = (status); if (s_) { fprintf(stderr, "%s\n", ((const char *(*)(Pointer))api[GetErrorMessage])(s_)); exit(1); } } while (0)

typedef struct { char name[64]; int batch; Pointer session, input, output; } Case;

static void predict(void *context) {
  Case *c = context;
  const char *in[] = {"x"}, *out[] = {"y"};
  Pointer (*run)(Pointer, Pointer, const char **, Pointer *, size_t, const char **, size_t, Pointer *) = api[Run];
  CHECK(run(c->session, 0, in, &c->input, 1, out, 1, &c->output));
}

/* [rows, columns], or [rows, steps, columns] where there are steps. */
static Pointer tensor(Pointer memory, int rows, int steps, int columns) {
  size_t length = (size_t)rows * (steps ? steps : 1) * columns;
  float *data = malloc(sizeof(float) * length);
  for (size_t i = 0; i < length; i++) data[i] = ((unsigned)i * 2654435761u >> 8) / 16777216.0f;
  int64_t shape[] = {rows, steps ? steps : columns, columns};
  Pointer value = 0;
  CHECK(CALL(CreateTensorWithDataAsOrtValue, Pointer, Pointer, size_t, const int64_t *, size_t, int, Pointer *)(
      memory, data, sizeof(float) * length, shape, steps ? 3 : 2, Float, &value));
  return value;
}

int main(int argc, char **argv) {
  if (argc < 3) { fprintf(stderr, "usage: onnxruntime_worker LIBRARY FOLDER\n"); return 2; }
  void *library = dlopen(argv[1], RTLD_NOW);
  if (!library) { fprintf(stderr, "%s\n", dlerror()); return 1; }
  const ApiBase *base = ((const ApiBase *(*)(void))dlsym(library, "OrtGetApiBase"))();
  api = base->GetApi(ApiVersion);
  Pointer env, memory, options;
  CHECK(CALL(CreateEnv, int, const char *, Pointer *)(LogError, "spannet", &env));
  CHECK(CALL(CreateCpuMemoryInfo, int, int, Pointer *)(ArenaAllocator, DefaultMemory, &memory));
  CHECK(CALL(CreateSessionOptions, Pointer *)(&options));
  CHECK(CALL(SetIntraOpNumThreads, Pointer, int)(options, 1));
  CHECK(CALL(SetInterOpNumThreads, Pointer, int)(options, 1));
  CHECK(CALL(SetSessionExecutionMode, Pointer, int)(options, Sequential));
  CHECK(CALL(SetSessionGraphOptimizationLevel, Pointer, int)(options, EnableAll));
  printf("onnxruntime %s\n", base->GetVersionString());
  fflush(stdout);

  static Case cases[MaxCases];
  int count = 0;
  char kind[16], name[64];
  int batch;
  double seconds;
  while (scanf("%15s %63s %d %lf", kind, name, &batch, &seconds) == 4) {
    int k = 0;
    while (k < count && (strcmp(cases[k].name, name) || cases[k].batch != batch)) k++;
    Case *c = &cases[k];
    if (k == count) {
      char path[512];
      snprintf(path, sizeof path, "%s/%s.onnx", argv[2], name);
      strcpy(c->name, name);
      c->batch = batch;
      CHECK(CALL(CreateSession, Pointer, const char *, Pointer, Pointer *)(env, path, options, &c->session));
      int recurrent = !strcmp(name, "gru") || !strcmp(name, "lstm");
      int tiny = !strcmp(name, "tiny");
      c->input = tensor(memory, batch, recurrent ? 50 : 0, recurrent || tiny ? 16 : 784);
      c->output = tensor(memory, batch, 0, recurrent ? 1 : tiny ? 4 : 10);
      count++;
    }
    for (int i = 0; i < 30; i++) predict(c);
    measure(predict, c, seconds);
  }
}
