/* ONNX Runtime's side of the comparison, through its C API: reads "infer|step NETWORK BATCH SECONDS" lines, answers as timing.h says.
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
enum { Float = 1, LogError = 3, ArenaAllocator = 1, DefaultMemory = 0, Sequential = 0, EnableAll = 99, MaxCases = 32, MaxValues = 3 };

static void **api;
#define CALL(slot, ...) ((Pointer (*)(__VA_ARGS__))api[slot])
#define CHECK(status) do { Pointer s_ = (status); if (s_) { fprintf(stderr, "%s\n", ((const char *(*)(Pointer))api[GetErrorMessage])(s_)); exit(1); } } while (0)

typedef struct { char name[64]; int batch, memories; Pointer session, inputs[MaxValues], outputs[MaxValues]; } Case;

/* One call. A step takes x and what it remembers, and gives what it remembers then: the next one's input, where it lies. */
static void predict(void *context) {
  Case *c = context;
  const char *in[] = {"x", "h", "c"}, *out[] = {"y", "h2", "c2"};
  int step = c->memories > 0;
  Pointer (*run)(Pointer, Pointer, const char **, Pointer *, size_t, const char **, size_t, Pointer *) = api[Run];
  CHECK(run(c->session, 0, in, c->inputs, 1 + c->memories, out + step, step ? c->memories : 1, c->outputs + step));
  for (int i = 1; i <= c->memories; i++) {
    Pointer before = c->inputs[i];
    c->inputs[i] = c->outputs[i];
    c->outputs[i] = before;
  }
}

/* Shapes without the batch, as torch_worker.py exports the networks; an extent of 0 ends them. A step has memories of `width` floats. */
typedef struct { const char *name; int input[3], output[3], memories, width; } Network;
static const Network networks[] = {
    {"tiny", {16}, {4}},
    {"lenet", {1, 28, 28}, {10}},
    {"autoencoder", {1, 28, 28}, {1, 28, 28}},
    {"cnn-m", {3, 32, 32}, {10}},
    {"resnet-8", {3, 32, 32}, {10}},
    {"resnet-20", {3, 32, 32}, {10}},
    {"mobilenet", {3, 32, 32}, {10}},
    {"gru", {50, 16}, {1}},
    {"lstm", {50, 16}, {1}},
    {"gru-step", {1, 16}, {0}, 1, 64},
    {"lstm-step", {1, 16}, {0}, 2, 64},
    {"transformer", {64, 32}, {10}},
    {"", {784}, {10}}};

static const Network *network(const char *name) {
  const Network *n = networks;
  while (*n->name && strcmp(n->name, name)) n++;
  return n;
}

static Pointer tensor(Pointer memory, int batch, const int *extents) {
  int64_t shape[4] = {batch};
  int rank = 1, length = batch;
  for (; rank < 4 && extents[rank - 1]; rank++) length *= shape[rank] = extents[rank - 1];
  float *data = malloc(sizeof(float) * length);
  for (int i = 0; i < length; i++) data[i] = (i * 2654435761u >> 8) / 16777216.0f;
  Pointer value = 0;
  CHECK(CALL(CreateTensorWithDataAsOrtValue, Pointer, Pointer, size_t, const int64_t *, size_t, int, Pointer *)(
      memory, data, sizeof(float) * length, shape, rank, Float, &value));
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
  char kind[16], word[48], name[64];
  int batch;
  double seconds;
  while (scanf("%15s %47s %d %lf", kind, word, &batch, &seconds) == 4) {
    snprintf(name, sizeof name, strcmp(kind, "step") ? "%s" : "%s-step", word);
    int k = 0;
    while (k < count && (strcmp(cases[k].name, name) || cases[k].batch != batch)) k++;
    Case *c = &cases[k];
    if (k == count) {
      char path[512];
      snprintf(path, sizeof path, "%s/%s.onnx", argv[2], name);
      strcpy(c->name, name);
      c->batch = batch;
      CHECK(CALL(CreateSession, Pointer, const char *, Pointer, Pointer *)(env, path, options, &c->session));
      const Network *n = network(name);
      c->inputs[0] = tensor(memory, batch, n->input);
      c->outputs[0] = tensor(memory, batch, n->output);
      c->memories = n->memories;
      for (int i = 1; i <= n->memories; i++) {
        c->inputs[i] = tensor(memory, 1, (int[3]){batch, n->width});
        c->outputs[i] = tensor(memory, 1, (int[3]){batch, n->width});
      }
      count++;
    }
    for (int i = 0; i < 30; i++) predict(c);
    measure(predict, c, seconds);
  }
}
