/**
 * The programs of the graphics card (GLSL ES 3.00). Points: position = lattice · (h k l), cut by resolution, slab and value,
 * drawn as discs shaded like spheres lit from the upper left, paler with distance; or as rings. Lines: each an oblong that
 * faces the reader, a given number of pixels wide.
 * Tested in the page: test/browser/reciprocal.test.ts.
 */

export const pointVertexShader = `#version 300 es
precision highp float;
layout(location = 0) in vec4 index;
layout(location = 1) in vec2 code;
uniform mat3 lattice;
uniform mat4 clip;
uniform vec2 limits;
uniform vec3 slabNormal;
uniform vec2 slab;
uniform vec3 towards;
uniform float reach;
uniform float depthCue;
uniform vec3 background;
uniform vec2 radii;
uniform float pixelRatio;
uniform float hiddenBelow;
uniform vec4 noValue;
uniform vec4 fixedColour;
uniform sampler2D map;
flat out vec3 colour;
flat out float radius;
void main() {
  vec3 s = lattice * index.xyz;
  float squared = dot(s, s);
  bool missing = code.x > 65534.5;
  bool hidden = squared < limits.x || squared > limits.y || abs(dot(s, slabNormal) - slab.x) > slab.y ||
    (missing ? noValue.a == 0.0 : code.x < hiddenBelow);
  if (hidden) {
    gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
    gl_PointSize = 1.0;
    return;
  }
  gl_Position = clip * vec4(s, 1.0);
  float share = code.y > 65534.5 ? 0.0 : code.y / 65534.0;
  radius = max(0.5, mix(radii.x, radii.y, share) / gl_Position.w) * pixelRatio;
  gl_PointSize = 2.0 * radius;
  vec3 own = missing ? noValue.rgb : texelFetch(map, ivec2(int(code.x / 65534.0 * 255.0 + 0.5), 0), 0).rgb;
  if (fixedColour.a > 0.0) own = fixedColour.rgb;
  float behind = clamp(0.5 - 0.5 * dot(s, towards) / reach, 0.0, 1.0);
  colour = mix(own, background, depthCue * behind);
}
`;

export const pointFragmentShader = `#version 300 es
precision highp float;
flat in vec3 colour;
flat in float radius;
uniform float ring;
out vec4 result;
void main() {
  vec2 p = (gl_PointCoord - 0.5) * 2.0 * radius;
  float r = length(p);
  // a hard edge: one that fades would let the background shine through where a nearer point hides the one behind it
  if (r > radius || r < radius - ring) discard;
  vec3 shaded = colour;
  if (ring > radius && radius > 1.6) {
    vec2 n = p / radius;
    float z = sqrt(max(0.0, 1.0 - dot(n, n)));
    float light = max(0.0, dot(vec3(n.x, -n.y, z), vec3(-0.42, 0.52, 0.743)));
    float gloss = pow(light, 22.0);
    shaded = colour * (0.42 + 0.64 * light) + 0.26 * gloss;
  }
  result = vec4(shaded, 1.0);
}
`;

export const lineVertexShader = `#version 300 es
precision highp float;
layout(location = 0) in vec3 from;
layout(location = 1) in vec3 to;
layout(location = 2) in vec3 lineColour;
uniform mat4 clip;
uniform vec2 pixels;
uniform float width;
out vec3 colour;
out float across;
void main() {
  vec4 a = clip * vec4(from, 1.0);
  vec4 b = clip * vec4(to, 1.0);
  vec2 along = normalize((b.xy / b.w - a.xy / a.w) * pixels + vec2(1e-6, 0.0));
  float side = (gl_VertexID & 1) == 0 ? -1.0 : 1.0;
  vec4 end = gl_VertexID < 2 ? a : b;
  vec2 shift = vec2(-along.y, along.x) * side * (width + 1.0) / pixels;
  gl_Position = end + vec4(shift * end.w, 0.0, 0.0);
  across = side * (width + 1.0) / 2.0;
  colour = lineColour;
}
`;

export const lineFragmentShader = `#version 300 es
precision highp float;
in vec3 colour;
in float across;
uniform float width;
out vec4 result;
void main() {
  float alpha = clamp(width / 2.0 + 0.5 - abs(across), 0.0, 1.0);
  if (alpha < 0.02) discard;
  result = vec4(colour * alpha, alpha);
}
`;
