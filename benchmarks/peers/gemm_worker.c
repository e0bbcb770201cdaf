/* A BLAS library's side of the comparison: reads "gemm fwd|dW|dX MxNxK SECONDS" lines, answers as timing.h says. Matrices are row-major.
 * usage: gemm_worker openblas|blis|onednn LIBRARY   build: gcc -O2 gemm_worker.c -o gemm_worker -ldl */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <string.h>
#include "timing.h"

typedef void (*CblasGemm)(int, int, int, int, int, int, float, const float *, int, const float *, int, float, float *, int);
typedef int (*DnnlGemm)(char, char, long, long, long, float, const float *, long, const float *, long, float, float *, long);
typedef struct { int major, minor, patch; } DnnlVersion;
enum { RowMajor = 101, NoTranspose = 111, Transpose = 112 };

static CblasGemm cblas;
static DnnlGemm dnnl;
typedef struct { char form[8]; int m, n, k; float *a, *b, *c; } Product;

static void run(void *context) {
  Product *p = context;
  int at = !strcmp(p->form, "dW"), bt = !strcmp(p->form, "dX");
  int lda = at ? p->m : p->k, ldb = bt ? p->k : p->n;
  if (dnnl) dnnl(at ? 'T' : 'N', bt ? 'T' : 'N', p->m, p->n, p->k, 1, p->a, lda, p->b, ldb, 0, p->c, p->n);
  else cblas(RowMajor, at ? Transpose : NoTranspose, bt ? Transpose : NoTranspose, p->m, p->n, p->k, 1, p->a, lda, p->b, ldb, 0, p->c, p->n);
}

static float *matrix(long length) {
  float *x;
  if (posix_memalign((void **)&x, 64, sizeof *x * length)) exit(1);
  for (long i = 0; i < length; i++) x[i] = (i * 2654435761u >> 8) / 16777216.0f - 0.5f;
  return x;
}

int main(int argc, char **argv) {
  if (argc != 3) { fprintf(stderr, "usage: gemm_worker openblas|blis|onednn LIBRARY\n"); return 2; }
  void *library = dlopen(argv[2], RTLD_NOW | RTLD_LOCAL | RTLD_DEEPBIND);
  if (!library) { fprintf(stderr, "%s\n", dlerror()); return 1; }
  if (!strcmp(argv[1], "openblas")) {
    char *config = ((char *(*)(void))dlsym(library, "openblas_get_config"))();
    printf("%.15s, kernels for %s\n", config, ((char *(*)(void))dlsym(library, "openblas_get_corename"))());
  } else if (!strcmp(argv[1], "blis")) {
    ((void (*)(void))dlsym(library, "bli_init"))();
    int id = ((int (*)(void))dlsym(library, "bli_arch_query_id"))();
    printf("BLIS %s, kernels for %s\n", ((char *(*)(void))dlsym(library, "bli_info_get_version_str"))(), ((char *(*)(int))dlsym(library, "bli_arch_string"))(id));
  } else {
    DnnlVersion *v = ((DnnlVersion *(*)(void))dlsym(library, "dnnl_version"))();
    printf("oneDNN %d.%d.%d\n", v->major, v->minor, v->patch);
    dnnl = (DnnlGemm)dlsym(library, "dnnl_sgemm");
  }
  cblas = (CblasGemm)dlsym(library, "cblas_sgemm");
  fflush(stdout);

  Product p;
  double seconds;
  while (scanf(" gemm %7s %dx%dx%d %lf", p.form, &p.m, &p.n, &p.k, &seconds) == 5) {
    p.a = matrix((long)p.m * p.k);
    p.b = matrix((long)p.k * p.n);
    p.c = matrix((long)p.m * p.n);
    measure(run, &p, seconds);
    free(p.a);
    free(p.b);
    free(p.c);
  }
}
