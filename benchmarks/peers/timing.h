/* How every C worker times: as WorkTimer in SpanNet.Benchmarks does. A timestamp costs 20 to 30 ns, so the best time is that of groups
 * of calls of at least 2 us; the percentiles are those of single calls. Answers "best p50 p99 p99.9" in microseconds a call. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { Capacity = 1 << 20, WarmUpCalls = 30, MostCallsInGroup = 1 << 12 };
static const double GroupSeconds = 2e-6, ProbeSeconds = 1e-3;

static double now(void) { struct timespec t; clock_gettime(CLOCK_MONOTONIC, &t); return t.tv_sec + t.tv_nsec * 1e-9; }
static int ascending(const void *a, const void *b) { double x = *(double *)a, y = *(double *)b; return (x > y) - (x < y); }

static void measure(void (*call)(void *), void *context, double seconds) {
  static double *times;
  if (!times) times = calloc(Capacity, sizeof *times);
  double least = 1e9, first = now(), at = first;
  for (int i = 0; i < WarmUpCalls && at - first < ProbeSeconds; i++) {
    double start = at;
    call(context);
    at = now();
    if (at - start < least) least = at - start;
  }
  int group = (int)(GroupSeconds / (least > 1e-9 ? least : 1e-9)) + 1;
  if (group > MostCallsInGroup) group = MostCallsInGroup;

  double best = 1e9, stop = now(), end = stop + seconds / 2;
  do {
    double start = now();
    for (int i = 0; i < group; i++) call(context);
    stop = now();
    if ((stop - start) / group < best) best = (stop - start) / group;
  } while (stop < end);

  size_t n = 0;
  end = now() + seconds / 2;
  do {
    double start = now();
    call(context);
    stop = now();
    times[n++] = stop - start;
  } while (stop < end && n < Capacity);
  qsort(times, n, sizeof *times, ascending);
  printf("%.5f %.5f %.5f %.5f\n", best * 1e6, times[n / 2] * 1e6, times[(size_t)(n * .99)] * 1e6, times[(size_t)(n * .999)] * 1e6);
  fflush(stdout);
}
