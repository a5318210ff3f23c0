/* GFLOP/s of one core with 128-bit fused multiply-adds, twelve sums at once: what WebAssembly could reach at best. */
#include <immintrin.h>
#include <stdio.h>
#include <time.h>

static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec + now.tv_nsec * 1e-9;
}

#define ADD(sum) __asm__ volatile("vfmadd231ps %1, %2, %0" : "+x"(sum) : "x"(factor), "x"(value))

int main(void) {
  const long turns = 400000;
  const __m128 factor = _mm_set1_ps(1.0001f), value = _mm_set1_ps(1e-9f);
  double best = 1e9;
  for (int run = 0; run < 400; run++) {
    __m128 a = value, b = value, c = value, d = value, e = value, f = value;
    __m128 g = value, h = value, i = value, j = value, k = value, l = value;
    const double start = seconds();
    for (long turn = 0; turn < turns; turn++) {
      ADD(a); ADD(b); ADD(c); ADD(d); ADD(e); ADD(f);
      ADD(g); ADD(h); ADD(i); ADD(j); ADD(k); ADD(l);
    }
    const double took = seconds() - start;
    if (took < best) best = took;
  }
  printf("%.1f\n", turns * 12 * 8 / best * 1e-9);
  return 0;
}
