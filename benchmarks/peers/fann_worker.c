/* FANN's side of the comparison, one sample after the other as it learns best: reads "train NETWORK BATCH SECONDS" lines, answers as
 * timing.h says with microseconds for the whole batch. FANN has no ReLU and no softmax: its hidden layers are sigmoids, symmetric for tiny.
 * build: gcc -O3 fann_worker.c -o fann_worker -lfloatfann -lm */
#include <floatfann.h>
#include <string.h>
#include "timing.h"

enum { Samples = 256 };
typedef struct { struct fann *network; float *x, *y; int inputs, outputs, batch, next; } Task;

static void step(void *context) {
  Task *t = context;
  for (int i = 0; i < t->batch; i++) {
    t->next = (t->next + 1) % Samples;
    fann_train(t->network, t->x + t->next * t->inputs, t->y + t->next * t->outputs);
  }
}

int main(void) {
  printf("FANN 2.2.0\n");
  fflush(stdout);
  char kind[16], name[16];
  int batch;
  double seconds;
  while (scanf("%15s %15s %d %lf", kind, name, &batch, &seconds) == 4) {
    int tiny = !strcmp(name, "tiny");
    struct fann *network = tiny ? fann_create_standard(4, 16, 32, 32, 4) : fann_create_standard(3, 784, 128, 10);
    fann_set_activation_function_hidden(network, tiny ? FANN_SIGMOID_SYMMETRIC : FANN_SIGMOID);
    fann_set_activation_function_output(network, tiny ? FANN_LINEAR : FANN_SIGMOID);
    fann_set_training_algorithm(network, FANN_TRAIN_INCREMENTAL);
    fann_set_learning_rate(network, 1e-3f);
    Task t = {network, 0, 0, tiny ? 16 : 784, tiny ? 4 : 10, batch, 0};
    t.x = malloc(sizeof(float) * Samples * t.inputs);
    t.y = malloc(sizeof(float) * Samples * t.outputs);
    for (int i = 0; i < Samples * t.inputs; i++) t.x[i] = rand() / (float)RAND_MAX;
    for (int i = 0; i < Samples * t.outputs; i++) t.y[i] = rand() / (float)RAND_MAX;
    measure(step, &t, seconds);
    free(t.x);
    free(t.y);
    fann_destroy(network);
  }
}
