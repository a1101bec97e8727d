"""Candidates of known abilities, sat through the product, to see whether its figures are true.

The truth is not the model that is fitted: questions differ in discrimination and can be guessed,
panels rate them with error, abilities have a part for every domain and task. What is judged comes
from the product's own functions and rows; `witnesses` proves that for a few candidates by sitting
them through every rule. Not simulated: dependence within case studies, rapid guesses, omissions.
"""
